import { sql } from 'kysely';
import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { ListedPrompt, PromptListQuery } from '../contract.ts';
import { labelsOf, promptOf } from '../rows.ts';
import { newestOf, nothingYet } from '../newest.ts';
import { type PromptDb, promptDb } from '../tables.ts';

type Filter = Omit<PromptListQuery, 'cursor' | 'limit'>;

/** Prompts that one may see, by name; `after`: the name the last page ended with. */
export async function listPrompts(
  ctx: Ctx,
  { filter, limit, after }: { filter: Filter; limit: number; after: string | null },
): Promise<{ items: ListedPrompt[]; next: string | null }> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const db = promptDb(ctx.state.db);
  let query = matching(db, ctx, filter);
  if (after !== null) query = query.where('name', '>', after);
  const rows = await query
    .selectAll()
    .orderBy('name')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const labels = await labelsOf(
    db,
    shown.map((row) => row.id),
  );
  const newest = await newestOf(db, shown);
  return {
    items: shown.map((row) => ({ ...promptOf(row, labels), ...(newest.get(row.id) ?? nothingYet) })),
    next: rows.length > limit ? shown.at(-1)!.name : null,
  };
}

/** Folders with prompts of their own, and how many. */
export async function listFolders(ctx: Ctx): Promise<{ folder: string; prompts: number }[]> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const rows = await matching(promptDb(ctx.state.db), ctx, { archived: 'false' })
    .select(['folder', (eb) => eb.fn.countAll<string>().as('prompts')])
    .groupBy('folder')
    .orderBy('folder')
    .limit(1000)
    .execute();
  return rows.map(({ folder, prompts }) => ({ folder, prompts: Number(prompts) }));
}

function matching(db: PromptDb, ctx: Ctx, filter: Filter) {
  const { folder, tag, label, teamId, q, archived } = filter;
  const teams = visibleTeams(ctx.actor, 'prompt.read');
  let query = db
    .selectFrom('prompts')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('archived_at', archived === 'true' ? 'is not' : 'is', null);
  if (teams !== 'all') query = query.where('team_id', 'in', [...teams, '']);
  if (teamId !== undefined) query = query.where('team_id', '=', teamId);
  if (folder !== undefined && folder !== '')
    query = query.where((eb) => eb.or([eb('folder', '=', folder), eb('folder', 'like', `${escaped(folder)}/%`)]));
  if (tag !== undefined) query = query.where('tags', 'like', `%${escaped(JSON.stringify(tag))}%`);
  if (label !== undefined)
    query = query.where('id', 'in', db.selectFrom('prompt_labels').select('prompt_id').where('label', '=', label));
  if (q !== undefined && q !== '') query = query.where(holds(q));
  return query;
}

/** In the name, or in the newest version; its content is JSON, so what is looked for is written as JSON has it. */
function holds(q: string) {
  const [part, written] = [`%${escaped(q)}%`, `%${escaped(JSON.stringify(q).slice(1, -1))}%`];
  return sql<boolean>`(prompts.name collate "default" ilike ${part} or exists (select from prompt_versions as v
    where v.prompt_id = prompts.id and v.number = prompts.latest and v.content ilike ${written}))`;
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
