import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { promptToChange, versionNumbered } from '../find-prompt.ts';
import { promptDb } from '../tables.ts';

/** A prompt whose label is to move, where the label stands (null = nowhere), and the version it is to stand for. */
type PromptToMove = { id: string; name: string; before: number | null; digest: string };

/** By id, name or former name. Throws `prompts.not_found` and `access.denied`. */
export async function promptToMove(
  ctx: Ctx,
  { prompt, label, number }: { prompt: string; label: string; number: number },
): Promise<PromptToMove> {
  authorize(ctx, 'prompt.label', 'anywhere');
  const { id, name } = await promptToChange(ctx, prompt, 'prompt.label');
  const db = promptDb(ctx.state.db);
  const { digest } = await versionNumbered(db, id, number);
  const labels = db.selectFrom('prompt_labels').select('number').where('prompt_id', '=', id);
  return { id, name, digest, before: (await labels.where('label', '=', label).executeTakeFirst())?.number ?? null };
}
