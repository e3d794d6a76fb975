import { nameOfPerson } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Content, PromptComment, WriteComment } from '../contract.ts';
import { promptToChange, versionNumbered } from '../find-prompt.ts';
import { promptTx } from '../tables.ts';

/** Says something about a version, or about lines of it (from 1, of one message of a chat). Throws `request.invalid` for lines that are not there. */
export async function writeComment(
  ctx: Ctx,
  input: { id: string; number: number } & WriteComment,
): Promise<PromptComment> {
  authorize(ctx, 'prompt.review', 'anywhere');
  const { id, team_id: teamId } = await promptToChange(ctx, input.id, 'prompt.review');
  const { number, text, message, fromLine, toLine } = input;
  const authorName = await nameOfPerson(ctx, ctx.actor.id);
  return change(ctx, async ({ tx, append }) => {
    const db = promptTx(tx);
    const version = await versionNumbered(db, id, number);
    const wrong = wrongPlace(JSON.parse(version.content) as Content, input);
    if (wrong !== null) throw new AppError('request.invalid', { fields: [wrong] });
    const at = new Date(ctx.clock.now());
    const own = { id: newId('pcm', at.getTime()), number, text, message };
    const lines = { from_line: fromLine, to_line: toLine ?? fromLine };
    const row = { ...own, ...lines, prompt_id: id, author_id: ctx.actor.id, created_at: at };
    await db.insertInto('prompt_comments').values(row).execute();
    append({ type: 'prompt.commented', v: 1, resource: id, payload: { teamId, number, commentId: own.id } });
    const author = { authorId: ctx.actor.id, authorName };
    return { ...own, ...author, fromLine, toLine: toLine ?? fromLine, createdAt: at.toISOString() };
  });
}

function wrongPlace({ body }: Content, { message, fromLine, toLine }: WriteComment) {
  const one = typeof body === 'string' ? undefined : message === null ? undefined : body[message];
  if (message !== null && one === undefined) return { path: 'message', message: 'there is no such message' };
  const text = typeof body === 'string' ? body : one !== undefined && 'content' in one ? one.content : null;
  if (fromLine === null) return toLine === null ? null : { path: 'fromLine', message: 'must come with toLine' };
  if (text === null) return { path: 'message', message: 'say which message the lines are of' };
  const last = toLine ?? fromLine;
  const fits = fromLine <= last && last <= text.split('\n').length;
  return fits ? null : { path: 'toLine', message: 'there are no such lines' };
}
