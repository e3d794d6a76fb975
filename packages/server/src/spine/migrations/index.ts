import { foundation } from './0001-foundation.ts';
import { agentNames } from './0002-agent-names.ts';
import { agentLifecycle } from './0003-agent-lifecycle.ts';
import { askedRights } from './0004-asked-rights.ts';
import type { Migration } from './migration.ts';

export const spineMigrations: readonly Migration[] = [foundation, agentNames, agentLifecycle, askedRights];
