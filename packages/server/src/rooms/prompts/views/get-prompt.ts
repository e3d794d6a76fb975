import { namesOfPeople } from '../../../access/index.ts';
import { authorize, allows } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Content, Draft, PromptDetail } from '../contract.ts';
import { findPrompt } from '../find-prompt.ts';
import { headColumns, headOf, labelsOf, promptOf } from '../rows.ts';
import { type PromptDb, promptDb } from '../tables.ts';

const mostVersions = 200;

/** A prompt with its versions, labels, the caller's draft, and which other prompts refer to it. By id or name. */
export async function getPrompt(ctx: Ctx, idOrName: string): Promise<PromptDetail> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const row = await findPrompt(ctx, idOrName);
  const db = promptDb(ctx.state.db);
  const heads = await db
    .selectFrom('prompt_versions')
    .select(headColumns)
    .where('prompt_id', '=', row.id)
    .orderBy('number', 'desc')
    .limit(mostVersions)
    .execute();
  const names = await namesOfPeople(
    ctx,
    heads.map((one) => one.author_id),
  );
  return {
    ...promptOf(row, await labelsOf(db, [row.id])),
    versions: heads.map((one) => headOf(one, names)),
    draft: await draftOf(db, row.id, ctx.actor.id),
    usedBy: await usersOf(db, ctx, row.id),
  };
}

async function draftOf(db: PromptDb, promptId: string, personId: string): Promise<Draft | null> {
  const mine = db.selectFrom('prompt_drafts').selectAll().where('prompt_id', '=', promptId);
  const row = await mine.where('person_id', '=', personId).executeTakeFirst();
  if (row === undefined) return null;
  return { base: row.base, content: JSON.parse(row.content) as Content, savedAt: row.saved_at.toISOString() };
}

async function usersOf(db: PromptDb, ctx: Ctx, targetId: string): Promise<PromptDetail['usedBy']> {
  const rows = await db
    .selectFrom('prompt_references as r')
    .innerJoin('prompt_versions as v', 'v.id', 'r.version_id')
    .innerJoin('prompts as p', 'p.id', 'v.prompt_id')
    .select(['p.id as promptId', 'p.name', 'p.team_id as teamId', 'v.number', 'r.at'])
    .where('r.target_id', '=', targetId)
    .orderBy('v.id', 'desc')
    .limit(mostVersions)
    .execute();
  return rows
    .filter(({ teamId }) => allows(ctx.actor, 'prompt.read', { teamId }))
    .map(({ promptId, name, number, at }) => ({ promptId, name, number, at }));
}
