import type { Migration } from '../../../spine/migrations/migration.ts';
import { names } from './0001-names.ts';

export const lifecycleMigrations: readonly Migration[] = [names];
