import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { numberOf } from '../closure.ts';
import type { Content, PromptKind } from '../contract.ts';
import { findPrompt, missing, versionNumbered } from '../find-prompt.ts';
import { promptDb } from '../tables.ts';

/** A version as releases hold it. */
export type PromptVersion = {
  promptId: string;
  name: string;
  kind: PromptKind;
  number: number;
  digest: string;
  content: Content;
};

/** By id, name or former name, and a number, a label or `latest`. Throws `prompts.not_found`. */
export async function promptVersion(ctx: Ctx, idOrName: string, at: string): Promise<PromptVersion> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const { id: promptId, name, kind, ...prompt } = await findPrompt(ctx, idOrName);
  const db = promptDb(ctx.state.db);
  const number = await numberOf(db, { id: promptId, latest: prompt.latest }, at);
  if (number === null) throw missing(`version at "${at}" of "${name}"`);
  const { digest, content } = await versionNumbered(db, promptId, number);
  return { promptId, name, kind, number, digest, content: JSON.parse(content) as Content };
}
