import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Content, VersionDiff } from '../contract.ts';
import { findPrompt, versionNumbered } from '../find-prompt.ts';
import { diffContents } from '../model/content-diff.ts';
import { promptDb } from '../tables.ts';

/** Two versions of a prompt side by side. Throws `prompts.not_found`. */
export async function diffVersions(
  ctx: Ctx,
  { id, from, to }: { id: string; from: number; to: number },
): Promise<VersionDiff> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const prompt = await findPrompt(ctx, id);
  const db = promptDb(ctx.state.db);
  const [left, right] = [await versionNumbered(db, prompt.id, from), await versionNumbered(db, prompt.id, to)];
  return { from, to, ...diffContents(JSON.parse(left.content) as Content, JSON.parse(right.content) as Content) };
}

/** A version beside a content that is not saved yet. Throws `prompts.not_found`. */
export async function diffContent(
  ctx: Ctx,
  { id, from, content }: { id: string; from: number; content: Content },
): Promise<VersionDiff> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const prompt = await findPrompt(ctx, id);
  const left = await versionNumbered(promptDb(ctx.state.db), prompt.id, from);
  return { from, to: null, ...diffContents(JSON.parse(left.content) as Content, content) };
}
