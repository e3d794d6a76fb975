import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { closureOf, type Found, numberOf, referencesIn } from '../closure.ts';
import type { Content, PromptKind } from '../contract.ts';
import { findPrompt, missing, versionNumbered } from '../find-prompt.ts';
import { promptDb } from '../tables.ts';

/** Another prompt's version that a text leads to, by the reference it is written with: `name@3`, `name@production`. */
type Reached = { reference: string; promptId: string; name: string; number: number; digest: string; text: string };
/**
 * A version as releases hold it. `reached`: all its references, those of references too, where labels stand now. The digest is of
 * the version alone: what has to stay as it is keeps `reached` as well, and renders by `renderContent` with those texts.
 */
export type PromptVersion = {
  promptId: string;
  name: string;
  kind: PromptKind;
  number: number;
  digest: string;
  content: Content;
  reached: Reached[];
};

/** By id, name or former name, and a number, a label or `latest`. Throws `prompts.not_found`. */
export async function promptVersion(ctx: Ctx, idOrName: string, at: string): Promise<PromptVersion> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const { id: promptId, name, kind, ...prompt } = await findPrompt(ctx, idOrName);
  const db = promptDb(ctx.state.db);
  const number = await numberOf(db, { id: promptId, latest: prompt.latest }, at);
  if (number === null) throw missing(`version at "${at}" of "${name}"`);
  const row = await versionNumbered(db, promptId, number);
  const content = JSON.parse(row.content) as Content;
  const { found } = await closureOf(db, ctx.workspaceId, referencesIn(content.body));
  const reached = [...found].flatMap(([reference, one]) =>
    typeof one.content.body === 'string'
      ? [{ reference, ...idsOf(one), digest: one.digest, text: one.content.body }]
      : [],
  );
  return { promptId, name, kind, number, digest: row.digest, content, reached };
}

const idsOf = ({ promptId, name, number }: Found) => ({ promptId, name, number });
