import type { ListedPrompt } from './contract.ts';
import type { PromptRow } from './find-prompt.ts';
import { reviewState } from './model/review.ts';
import type { PromptDb } from './tables.ts';

type Newest = Pick<ListedPrompt, 'latestAt' | 'review'>;
export const nothingYet: Newest = { latestAt: null, review: 'none' };

/** Of each prompt that has versions: when the newest was saved, and where its review stands. */
export async function newestOf(db: PromptDb, prompts: readonly PromptRow[]): Promise<Map<string, Newest>> {
  const ids = prompts.filter((one) => one.latest !== null).map((one) => one.id);
  if (ids.length === 0) return new Map();
  const versions = await db
    .selectFrom('prompt_versions as v')
    .innerJoin('prompts as p', (join) => join.onRef('p.id', '=', 'v.prompt_id').onRef('p.latest', '=', 'v.number'))
    .select(['v.prompt_id', 'v.created_at'])
    .where('v.prompt_id', 'in', ids)
    .execute();
  const reviews = await db
    .selectFrom('prompt_reviews as r')
    .innerJoin('prompts as p', (join) => join.onRef('p.id', '=', 'r.prompt_id').onRef('p.latest', '=', 'r.number'))
    .select(['r.prompt_id', 'r.verdict'])
    .where('r.prompt_id', 'in', ids)
    .where('r.voided_at', 'is', null)
    .execute();
  return new Map(
    versions.map(({ prompt_id, created_at }) => {
      const verdicts = reviews.filter((one) => one.prompt_id === prompt_id).map((one) => one.verdict);
      return [prompt_id, { latestAt: created_at.toISOString(), review: reviewState(verdicts) }];
    }),
  );
}
