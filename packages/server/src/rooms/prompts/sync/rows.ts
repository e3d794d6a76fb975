import type { Selectable } from 'kysely';
import type { Sync } from '../contract-sync.ts';
import type { PromptTables } from '../tables.ts';
import type { ConflictRow, SyncRow } from './store.ts';

type StateRow = Selectable<PromptTables['ops_prompt_syncs']>;

/** What was said of a sync, without its secret. */
export const settingOf = (row: SyncRow) => ({
  ...{ remote: row.remote, branch: row.branch, path: row.path, direction: row.direction, owner: row.owner },
  author: { name: row.author_name, email: row.author_email },
  hasCredential: row.credential !== null,
});

/** A sync with where it stands. `names`: of the prompts in conflict, by id. */
export function syncOf(
  row: SyncRow,
  state: StateRow | undefined,
  { conflicts, names }: { conflicts: readonly ConflictRow[]; names: ReadonlyMap<string, string> },
): Sync {
  const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
  const isWorking = state?.began_at != null && (state.ended_at === null || state.began_at > state.ended_at);
  return {
    ...{ id: row.id, teamId: row.team_id, folder: row.folder, ...settingOf(row) },
    state: stateOf(state, { isWorking, hasConflicts: conflicts.length > 0 }),
    progress: isWorking && state.total > 0 ? { done: state.done, total: state.total } : null,
    ...{ wantedAt: iso(state?.wanted_at), endedAt: iso(state?.ended_at), commit: state?.commit_id ?? null },
    ...{ error: state?.error ?? null, pulled: state?.pulled ?? 0, pushed: state?.pushed ?? 0 },
    conflicts: conflicts.map((one) => ({
      ...{ path: one.path, promptId: one.prompt_id, name: names.get(one.prompt_id) ?? one.path, here: one.here },
      ...{ commit: one.commit_id, by: one.commit_by, isGone: one.there_content === null },
    })),
    problems: JSON.parse(state?.problems ?? '[]') as Sync['problems'],
  };
}

function stateOf(state: StateRow | undefined, is: { isWorking: boolean; hasConflicts: boolean }): Sync['state'] {
  if (is.isWorking) return 'working';
  if (state?.ended_at == null) return 'waiting';
  if (state.error !== null) return 'failed';
  return is.hasConflicts ? 'conflicts' : 'in_step';
}
