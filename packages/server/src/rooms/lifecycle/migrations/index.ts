import type { Migration } from '../../../spine/migrations/migration.ts';
import { names } from './0001-names.ts';
import { releases } from './0002-releases.ts';
import { deployments } from './0003-deployments.ts';
import { historySalts } from './0004-history-salts.ts';
import { instances } from './0005-instances.ts';
import { fleet } from './0006-fleet.ts';
import { environmentOrder } from './0007-environment-order.ts';

export const lifecycleMigrations: readonly Migration[] = [
  ...[names, releases, deployments, historySalts, instances, fleet],
  environmentOrder,
];
