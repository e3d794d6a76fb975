import type { Selectable } from 'kysely';
import type { Remote } from '../../../ports/repository.ts';
import type { Seal } from '../../../spine/seal.ts';
import type { PromptDb, PromptTables } from '../tables.ts';

export type SyncRow = Selectable<PromptTables['prompt_syncs']>;
export type FileRow = Selectable<PromptTables['ops_prompt_sync_files']>;
export type ConflictRow = Selectable<PromptTables['ops_prompt_sync_conflicts']>;
/** What a turn came to. `error` null = it went through. */
export type Outcome = {
  commit: string | null;
  pulled: number;
  pushed: number;
  error: string | null;
  problems: readonly { path: string; problem: string }[];
};

export type Credential = { user: string; secret: string };
const purpose = 'prompts.sync';
export const sealedCredential = (seal: Seal, syncId: string, credential: Credential): string =>
  seal.seal(purpose, syncId, JSON.stringify(credential));

/** How the remote of a sync is reached. Throws where the credential was sealed under another root key. */
export function remoteOf(seal: Seal, { id, remote, branch, credential }: SyncRow): Remote {
  const opened = credential === null ? null : (JSON.parse(seal.open(purpose, id, credential)) as Credential);
  return { url: remote, branch, credential: opened };
}

/** From the root of the repository. */
export const filePath = (sync: SyncRow, path: string): string => (sync.path === '' ? path : `${sync.path}/${path}`);

export const filesOf = (db: PromptDb, syncId: string): Promise<FileRow[]> =>
  db.selectFrom('ops_prompt_sync_files').selectAll().where('sync_id', '=', syncId).execute();

export const conflictsOf = (db: PromptDb, syncId: string): Promise<ConflictRow[]> =>
  db.selectFrom('ops_prompt_sync_conflicts').selectAll().where('sync_id', '=', syncId).orderBy('path').execute();

/** Both sides say the same of this prompt. */
export async function keepBase(db: PromptDb, row: FileRow): Promise<void> {
  const { sync_id: _, prompt_id: __, ...set } = row;
  await db
    .insertInto('ops_prompt_sync_files')
    .values(row)
    .onConflict((conflict) => conflict.columns(['sync_id', 'prompt_id']).doUpdateSet(set))
    .execute();
}

/** It is gone on both sides. */
export async function forgetBase(db: PromptDb, syncId: string, promptId: string): Promise<void> {
  const rows = db.deleteFrom('ops_prompt_sync_files').where('sync_id', '=', syncId);
  await rows.where('prompt_id', '=', promptId).execute();
}

export async function keepConflicts(db: PromptDb, syncId: string, rows: readonly ConflictRow[]): Promise<void> {
  await db.deleteFrom('ops_prompt_sync_conflicts').where('sync_id', '=', syncId).execute();
  for (const row of rows) await db.insertInto('ops_prompt_sync_conflicts').values(row).execute();
}

export async function keepProgress(
  db: PromptDb,
  syncId: string,
  progress: { done: number; total: number },
): Promise<void> {
  await db.updateTable('ops_prompt_syncs').set(progress).where('sync_id', '=', syncId).execute();
}

/** What was asked for until now is taken care of by the turn that begins. */
export async function keepBegin(db: PromptDb, syncId: string, at: Date): Promise<void> {
  const begun = { wanted_at: null, began_at: at, done: 0, total: 0 };
  await db.updateTable('ops_prompt_syncs').set(begun).where('sync_id', '=', syncId).execute();
}

export async function keepEnd(
  db: PromptDb,
  syncId: string,
  { at, outcome }: { at: Date; outcome: Outcome },
): Promise<void> {
  const { commit, problems, ...rest } = outcome;
  const ended = { ended_at: at, ...rest, problems: JSON.stringify(problems.slice(0, 200)) };
  const known = commit === null ? {} : { commit_id: commit };
  await db
    .updateTable('ops_prompt_syncs')
    .set({ ...ended, ...known })
    .where('sync_id', '=', syncId)
    .execute();
}
