import { sql } from 'kysely';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Db } from '../../../spine/tx.ts';
import type { CountUses, UsesOf } from '../../prompts/index.ts';
import { agentColumns, type CatalogAgent, seenEnvironments } from '../registry/find-agent.ts';
import { lifecycleDb } from '../tables.ts';

type Row = { id: string; agent_id: string; version: string; digest: string; created_at: Date; number: number };
const most = 500;

/** Releases whose manifest names a prompt in a slot. Prompts that are only reached through another prompt's text are not named there. */
export const promptUses: UsesOf = async (db, ctx, { names }) => {
  authorize(ctx, 'prompt.read', 'anywhere');
  const { rows } = await sql<Row>`
    select distinct on (r.number, p.number) r.id, r.agent_id, r.version, r.digest, r.created_at, p.number
    from releases r, lateral (
      select (one ->> 'version')::float8 as number, one ->> 'prompt' as name
      from jsonb_array_elements(coalesce(r.manifest::jsonb -> 'prompts', '[]'::jsonb)) one
    ) p
    where r.workspace_id = ${ctx.workspaceId} and p.name in (${sql.join(names)})
    order by r.number desc, p.number limit ${most}`.execute(db);
  const agents = await seenAgents(
    db,
    ctx,
    rows.map((one) => one.agent_id),
  );
  const served = await servedIn(db, ctx, [...agents.keys()]);
  return rows.flatMap(({ agent_id: agentId, created_at: at, id: releaseId, ...row }) => {
    const agent = agents.get(agentId);
    if (agent === undefined) return [];
    const { id, key, name, teamId, ownerId } = agent;
    const seen = seenEnvironments(ctx, agent);
    const places = (served.get(releaseId) ?? []).filter((one) => seen === 'all' || seen.includes(one));
    const use = { releaseId, ...row, createdAt: at.toISOString(), servedIn: places };
    return [{ ...use, agent: { id, key, name, teamId, ownerId } }];
  });
};

type Count = { prompt_id: string; agent_id: string; releases: number };

/** The same as figures, of many prompts at once: in one statement over the workspace's releases. */
export const countPromptUses: CountUses = async (ctx, prompts) => {
  authorize(ctx, 'prompt.read', 'anywhere');
  const { db } = ctx.state;
  const { rows } = await sql<Count>`
    select w."promptId" as prompt_id, r.agent_id, count(distinct r.id)::int as releases
    from releases r, jsonb_array_elements(coalesce(r.manifest::jsonb -> 'prompts', '[]'::jsonb)) one,
      jsonb_to_recordset(${JSON.stringify(prompts)}::jsonb) as w("promptId" text, name text)
    where r.workspace_id = ${ctx.workspaceId} and one ->> 'prompt' = w.name
    group by 1, 2`.execute(db);
  const agents = await seenAgents(
    db,
    ctx,
    rows.map((one) => one.agent_id),
  );
  const seen = rows.filter((one) => agents.has(one.agent_id));
  return [...Map.groupBy(seen, (one) => one.prompt_id)].map(([promptId, own]) => ({
    ...{ promptId, agents: own.length, releases: own.reduce((sum, one) => sum + one.releases, 0) },
  }));
};

async function seenAgents(db: Db, ctx: Ctx, ids: readonly string[]): Promise<Map<string, CatalogAgent>> {
  if (ids.length === 0) return new Map();
  const agents = db.selectFrom('agents').select(agentColumns).where('workspace_id', '=', ctx.workspaceId);
  const found = await agents.where('id', 'in', [...new Set(ids)]).execute();
  return new Map(found.filter((one) => seenEnvironments(ctx, one).length > 0).map((one) => [one.id, one]));
}

/** Environments by release: as what all are served, or as a candidate. */
async function servedIn(db: Db, ctx: Ctx, agentIds: readonly string[]): Promise<Map<string, string[]>> {
  const places = new Map<string, string[]>();
  if (agentIds.length === 0) return places;
  const rows = await lifecycleDb(db)
    .selectFrom('deployments')
    .select(['environment', 'release_id', 'candidate_id'])
    .where('workspace_id', '=', ctx.workspaceId)
    .where('agent_id', 'in', agentIds)
    .orderBy('environment')
    .execute();
  for (const { environment, release_id: stable, candidate_id: candidate } of rows)
    for (const id of [stable, ...(candidate === null ? [] : [candidate])])
      places.set(id, [...(places.get(id) ?? []), environment]);
  return places;
}
