import type { Migration } from '../../../spine/migrations/migration.ts';
import { prompts } from './0001-prompts.ts';

export const promptMigrations: readonly Migration[] = [prompts];
