import type { Migration } from '../../../spine/migrations/migration.ts';
import { prompts } from './0001-prompts.ts';
import { playground } from './0003-playground.ts';

export const promptMigrations: readonly Migration[] = [prompts, playground];
