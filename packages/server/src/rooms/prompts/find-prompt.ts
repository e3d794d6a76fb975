import { type Selectable, sql } from 'kysely';
import { allows, authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import type { GrantedAction } from '../../spine/rights.ts';
import { promptDb, type PromptDb, type PromptTables } from './tables.ts';

export type PromptRow = Selectable<PromptTables['prompts']>;
export type VersionRow = Selectable<PromptTables['prompt_versions']>;

/** By id, name, or a name it had. Throws `prompts.not_found` for what is not there and for what the actor may not see alike. */
export async function findPrompt(ctx: Ctx, idOrName: string): Promise<PromptRow> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const db = promptDb(ctx.state.db);
  const mine = db.selectFrom('prompts').selectAll().where('workspace_id', '=', ctx.workspaceId);
  const named = db
    .selectFrom('prompt_names')
    .select('prompt_id')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('name', '=', idOrName);
  const prompt = await mine
    .where((eb) => eb.or([eb('id', '=', idOrName), eb('id', 'in', named)]))
    // An id is nobody else's name: a prompt that was called so does not stand before the one that it belongs to.
    .orderBy((eb) => eb('id', '=', idOrName), 'desc')
    .executeTakeFirst();
  if (prompt === undefined || !allows(ctx.actor, 'prompt.read', { teamId: prompt.team_id })) throw missing('prompt');
  return prompt;
}

/** The same, for verbs: also throws `access.denied` where it may be seen and not changed. */
export async function promptToChange(ctx: Ctx, idOrName: string, action: GrantedAction): Promise<PromptRow> {
  authorize(ctx, action, 'anywhere');
  const prompt = await findPrompt(ctx, idOrName);
  authorize(ctx, action, { teamId: prompt.team_id });
  return prompt;
}

/**
 * Holds until COMMIT what prompts of a workspace say of each other: what was checked of references and labels stays so until it
 * is written. Comes before any prompt is held.
 */
export async function holdReferences(tx: PromptDb, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`prompts ${workspaceId}`}))`.execute(tx);
}

/** Holds the prompt until COMMIT: numbers, labels and reviews of one prompt change one after the other. */
export async function lockPrompt(tx: PromptDb, id: string): Promise<PromptRow> {
  return tx.selectFrom('prompts').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}

/** The same, throwing `prompts.archived` where it is put away. */
export async function lockLive(tx: PromptDb, id: string): Promise<PromptRow> {
  const prompt = await lockPrompt(tx, id);
  if (prompt.archived_at !== null) throw new AppError('prompts.archived', { params: { name: prompt.name } });
  return prompt;
}

/** Throws `prompts.not_found`. */
export async function versionNumbered(db: PromptDb, promptId: string, number: number): Promise<VersionRow> {
  const versions = db.selectFrom('prompt_versions').selectAll().where('prompt_id', '=', promptId);
  const version = await versions.where('number', '=', number).executeTakeFirst();
  if (version === undefined) throw missing(`version ${number} of this prompt`);
  return version;
}

export const missing = (noun: string): AppError => new AppError('prompts.not_found', { params: { noun } });
