import type { Migration } from '../../../spine/migrations/migration.ts';
import { prompts } from './0001-prompts.ts';
import { syncs } from './0002-syncs.ts';
import { playground } from './0003-playground.ts';
import { reminders } from './0004-reminders.ts';

export const promptMigrations: readonly Migration[] = [prompts, syncs, playground, reminders];
