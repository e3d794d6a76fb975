import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { numberOf, referencesIn } from '../closure.ts';
import type { Content, PromptComment, Review, Version } from '../contract.ts';
import { findPrompt, missing, versionNumbered } from '../find-prompt.ts';
import { headOf, labelsOf } from '../rows.ts';
import { type PromptDb, promptDb } from '../tables.ts';

/** One version whole, with what was said about it. `at`: a number, a label, or `latest`. Throws `prompts.not_found`. */
export async function getVersion(ctx: Ctx, { id, at }: { id: string; at: string }): Promise<Version> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const prompt = await findPrompt(ctx, id);
  const db = promptDb(ctx.state.db);
  const number = await numberOf(db, prompt, at);
  if (number === null) throw missing(`version at "${at}"`);
  const row = await versionNumbered(db, prompt.id, number);
  const content = JSON.parse(row.content) as Content;
  const labels = await labelsOf(db, [prompt.id]);
  const reviews = await reviewsOf(db, prompt.id, number);
  const comments = await commentsOf(db, prompt.id, number);
  const said = [...reviews.map((one) => one.reviewerId), ...comments.map((one) => one.authorId)];
  const names = await namesOfPeople(ctx, [row.author_id, ...new Set(said)]);
  return {
    ...headOf(row, names),
    content,
    references: referencesIn(content.body),
    labels: labels.filter((one) => one.number === number).map((one) => one.label),
    reviews: reviews.map((one) => ({ ...one, reviewerName: names.get(one.reviewerId) ?? null })),
    comments: comments.map((one) => ({ ...one, authorName: names.get(one.authorId) ?? null })),
  };
}

async function reviewsOf(db: PromptDb, promptId: string, number: number): Promise<Omit<Review, 'reviewerName'>[]> {
  const rows = db.selectFrom('prompt_reviews').selectAll().where('prompt_id', '=', promptId);
  return (await rows.where('number', '=', number).orderBy('id').execute()).map((row) => ({
    ...{ id: row.id, number, reviewerId: row.reviewer_id, requestedBy: row.requested_by },
    ...{ requestedAt: row.requested_at.toISOString(), verdict: row.verdict, comment: row.comment },
    ...{ decidedAt: row.decided_at?.toISOString() ?? null, voidedAt: row.voided_at?.toISOString() ?? null },
  }));
}

async function commentsOf(
  db: PromptDb,
  promptId: string,
  number: number,
): Promise<Omit<PromptComment, 'authorName'>[]> {
  const rows = db.selectFrom('prompt_comments').selectAll().where('prompt_id', '=', promptId);
  return (await rows.where('number', '=', number).orderBy('seq').limit(1000).execute()).map((row) => ({
    ...{ id: row.id, number, authorId: row.author_id, text: row.text, message: row.message },
    ...{ fromLine: row.from_line, toLine: row.to_line, createdAt: row.created_at.toISOString() },
  }));
}
