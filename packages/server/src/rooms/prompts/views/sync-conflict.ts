import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { ConflictDiff } from '../contract-sync.ts';
import type { Content } from '../contract.ts';
import { versionNumbered } from '../find-prompt.ts';
import { diffContents } from '../model/content-diff.ts';
import { findSync } from '../sync/find-sync.ts';
import { conflictsOf } from '../sync/store.ts';
import { promptDb } from '../tables.ts';

/** What stands here and what stands in git, side by side. Throws `prompts.sync_settled` where there is no such conflict. */
export async function syncConflict(ctx: Ctx, { id, path }: { id: string; path: string }): Promise<ConflictDiff> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const sync = await findSync(ctx, id, 'prompt.read');
  const db = promptDb(ctx.state.db);
  const conflict = (await conflictsOf(db, sync.id)).find((one) => one.path === path);
  if (conflict === undefined) throw new AppError('prompts.sync_settled', { params: { path } });
  const { here, there_content: there } = conflict;
  if (here === null || there === null) return { here, diff: null };
  const left = await versionNumbered(db, conflict.prompt_id, here);
  const sides = diffContents(JSON.parse(left.content) as Content, JSON.parse(there) as Content);
  return { here, diff: { from: here, to: null, ...sides } };
}
