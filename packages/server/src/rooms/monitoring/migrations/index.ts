import type { Migration } from '../../../spine/migrations/migration.ts';
import { reassemblies } from './0001-reassemblies.ts';
import { prices } from './0002-prices.ts';
import { observedReleases } from './0003-observed-releases.ts';
import { dashboards } from './0004-dashboards.ts';
import { failures } from './0005-failures.ts';
import { savedViews } from './0006-saved-views.ts';

export const monitoringMigrations: readonly Migration[] = [
  reassemblies,
  prices,
  observedReleases,
  dashboards,
  failures,
  savedViews,
];
