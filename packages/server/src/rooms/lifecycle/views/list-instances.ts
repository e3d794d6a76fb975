import { sql } from 'kysely';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Instance } from '../contract-instances.ts';
import { instanceOf } from '../model/instance/instance-of.ts';
import { findAgent, seenEnvironments } from '../registry/find-agent.ts';
import { lifecycleDb } from '../tables.ts';

export type InstancePlace = readonly [environment: string, instance: string];
type Wish = { id: string; environment?: string | undefined; limit: number; after: InstancePlace | null };
type Page = { items: Instance[]; next: InstancePlace | null };

/** Instances of an agent by environment and name, as of the database's time. Throws `lifecycle.not_found`. */
export async function listInstances(ctx: Ctx, { id, environment, limit, after }: Wish): Promise<Page> {
  const agent = await findAgent(ctx, id);
  const seen = seenEnvironments(ctx, agent);
  const db = lifecycleDb(ctx.state.db);
  let rows = db
    .selectFrom('ops_agent_instances')
    .selectAll()
    .select(sql<Date>`clock_timestamp()`.as('now'))
    .where('workspace_id', '=', ctx.workspaceId)
    .where('agent_id', '=', agent.id);
  if (environment !== undefined) rows = rows.where('environment', '=', environment);
  if (seen !== 'all') rows = rows.where('environment', 'in', seen);
  if (after !== null)
    rows = rows.where((eb) => eb(eb.refTuple('environment', 'instance'), '>', eb.tuple(after[0], after[1])));
  const found = await rows
    .orderBy('environment')
    .orderBy('instance')
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const served = await servedDigests(ctx, agent.id);
  const last = page.at(-1);
  return {
    items: page.map((row) => instanceOf(row, served.get(row.environment) ?? new Set(), row.now.getTime())),
    next: found.length > limit && last !== undefined ? [last.environment, last.instance] : null,
  };
}

/** By environment. */
async function servedDigests(ctx: Ctx, agentId: string): Promise<Map<string, Set<string>>> {
  const rows = await lifecycleDb(ctx.state.db)
    .selectFrom('deployments as d')
    .innerJoin('releases as r', (join) =>
      join.on((eb) => eb.or([eb('r.id', '=', eb.ref('d.release_id')), eb('r.id', '=', eb.ref('d.candidate_id'))])),
    )
    .where('d.agent_id', '=', agentId)
    .select(['d.environment', 'r.digest'])
    .execute();
  const served = new Map<string, Set<string>>();
  for (const { environment, digest } of rows)
    served.set(environment, (served.get(environment) ?? new Set<string>()).add(digest));
  return served;
}
