import type { Migration } from '../../../spine/migrations/migration.ts';
import { reassemblies } from './0001-reassemblies.ts';

export const monitoringMigrations: readonly Migration[] = [reassemblies];
