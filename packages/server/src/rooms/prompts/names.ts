import { AppError } from '../../spine/errors.ts';
import type { PromptDb } from './tables.ts';

/** Throws `prompts.name_taken` where another prompt than `own` has the name, or had it. */
export async function nameFree(db: PromptDb, workspaceId: string, name: string, own: string | null): Promise<void> {
  const names = db.selectFrom('prompt_names').select('prompt_id').where('workspace_id', '=', workspaceId);
  const holder = await names.where('name', '=', name).executeTakeFirst();
  if (holder !== undefined && holder.prompt_id !== own) throw new AppError('prompts.name_taken', { params: { name } });
}

/** Two at once: the second meets the unique index (SQLSTATE 23505, the same on both engines). */
export async function nameTakenOr<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if ((error as { code?: unknown }).code !== '23505') throw error;
    throw new AppError('prompts.name_taken', { params: { name }, cause: error });
  }
}
