import type { Migration } from '../../spine/migrations/migration.ts';
import { access } from './0001-access.ts';
import { signInAndGrants } from './0002-sign-in-and-grants.ts';
import { contentMode } from './0003-content-mode.ts';
import { modelProviders } from './0004-model-providers.ts';
import { keyOrigins } from './0005-key-origins.ts';

/** After the spine's, before the rooms'. */
export const accessMigrations: readonly Migration[] = [
  access,
  signInAndGrants,
  contentMode,
  modelProviders,
  keyOrigins,
];
