import { sql } from 'kysely';
import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { PromptHistory } from '../contract-history.ts';
import { findPrompt, type PromptRow } from '../find-prompt.ts';
import { whyOf } from '../model/history.ts';
import { type PromptDb, promptDb } from '../tables.ts';

type Page = { id: string; limit: number; before: number | null };
type Item = PromptHistory['items'][number];

/** The ledger's events about a prompt, with those of syncs and rules of its folder, newest first. */
export async function promptHistory(
  ctx: Ctx,
  { id, limit, before }: Page,
): Promise<{ items: Item[]; next: number | null }> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const prompt = await findPrompt(ctx, id);
  const db = promptDb(ctx.state.db);
  let query = about(db, prompt).orderBy('seq', 'desc');
  if (before !== null) query = query.where('seq', '<', before);
  const rows = await query.limit(limit + 1).execute();
  const shown = rows
    .slice(0, limit)
    .map(({ payload, ...row }) => ({ ...row, payload: payload === null ? null : (JSON.parse(payload) as unknown) }));
  const names = await namesOfPeople(
    ctx,
    shown.map((row) => row.actor),
  );
  const said = await saidOf(db, prompt.id);
  return {
    items: shown.map((event) => ({
      ...{ seq: Number(event.seq), time: event.time, actor: event.actor, actorName: names.get(event.actor) ?? null },
      ...{ type: event.type, payload: event.payload, ...whyOf(event, said) },
    })),
    next: rows.length > limit ? Number(shown.at(-1)!.seq) : null,
  };
}

/** Of its folder: what is set there, or above it, now or at the time. */
function about(db: PromptDb, prompt: PromptRow) {
  const text = (name: string) => sql<string>`(ledger_payloads.payload::json ->> ${name})`;
  const folders = prompt.folder.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
  const above = ['', ...folders];
  const syncs = db.selectFrom('prompt_syncs').select('id').where('workspace_id', '=', prompt.workspace_id);
  const own = syncs.where('team_id', '=', prompt.team_id).where('folder', 'in', above);
  return db
    .selectFrom('ledger')
    .leftJoin('ledger_payloads', 'ledger_payloads.event_id', 'ledger.event_id')
    .select(['seq', 'time', 'actor', 'type', 'resource', 'payload'])
    .where('ledger.workspace_id', '=', prompt.workspace_id)
    .where((eb) =>
      eb.or([
        eb('resource', '=', prompt.id),
        eb.and([eb('type', '=', 'prompt_sync.pushed'), eb('resource', 'in', own)]),
        eb.and([eb('type', '=', 'prompt_sync.resolved'), eb(text('promptId'), '=', prompt.id)]),
        eb.and([
          eb('type', 'in', ['prompt_sync.set', 'prompt_review_rule.set']),
          eb(text('teamId'), '=', prompt.team_id),
          eb(text('folder'), 'in', above),
        ]),
      ]),
    );
}

/** What was said and stands in no event: words of comments and reviews, commits of versions. */
async function saidOf(db: PromptDb, promptId: string): Promise<Parameters<typeof whyOf>[1]> {
  const [comments, reviews, versions] = await Promise.all([
    db.selectFrom('prompt_comments').select(['id', 'text']).where('prompt_id', '=', promptId).execute(),
    db
      .selectFrom('prompt_reviews')
      .select(['number', 'reviewer_id as reviewerId', 'verdict', 'comment'])
      .where('prompt_id', '=', promptId)
      .execute(),
    db
      .selectFrom('prompt_versions')
      .select(['number', 'source'])
      .where('prompt_id', '=', promptId)
      .where('source', 'is not', null)
      .execute(),
  ]);
  return { comments, reviews, versions };
}
