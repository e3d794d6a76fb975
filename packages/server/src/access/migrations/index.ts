import type { Migration } from '../../spine/migrations/migration.ts';
import { access } from './0001-access.ts';

/** After the spine's, before the rooms'. */
export const accessMigrations: readonly Migration[] = [access];
