import { foundation } from './0001-foundation.ts';
import { agentNames } from './0002-agent-names.ts';
import type { Migration } from './migration.ts';

/** The spine's steps; `app.ts` puts them before those of access and the rooms. */
export const spineMigrations: readonly Migration[] = [foundation, agentNames];
