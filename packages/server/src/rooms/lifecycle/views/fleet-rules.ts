import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { agentFigures } from '../../monitoring/index.ts';
import type { FleetQuery, FleetRules } from '../contract-fleet.ts';
import { type AgentFacts, judge } from '../model/fleet/rules.ts';
import { seenEnvironments } from '../registry/find-agent.ts';
import { fitterOf, readNamingRule } from '../registry/naming-rule.ts';
import { profilesOf } from '../registry/profiles.ts';
import { lifecycleDb } from '../tables.ts';
import { type FactStores, isAway } from './agent-rows.ts';
import { seenKey } from './last-seen.ts';
import { visibleAgents } from './list-agents.ts';

const weekMs = 7 * 86_400_000;
type Stores = Omit<FactStores, 'lastSeen'>;

/** How far the agents of an environment are what they should be: those it serves, or that worked there within a week. */
export async function fleetRules(ctx: Ctx, stores: Stores, query: FleetQuery): Promise<FleetRules> {
  authorize(ctx, 'agent.read', 'anywhere');
  const { environment, teamId } = query;
  const agents = (await visibleAgents(ctx, teamId)).filter((agent) => {
    const seen = seenEnvironments(ctx, agent);
    return seen === 'all' || seen.includes(environment);
  });
  const [served, working, released, profiles] = await Promise.all([
    servedIn(ctx, environment),
    workingIn(ctx, stores, query),
    releasedAgents(ctx),
    profilesOf(ctx),
  ]);
  const rule = await readNamingRule(ctx.state.db, ctx.workspaceId);
  const fits = rule === null ? null : fitterOf(rule.pattern);
  const concerned = agents.filter((one) => served.has(one.id) || working?.has(seenKey(one.teamId, one.key)));
  const facts = concerned.map(({ id, slug, name, teamId: team, ownerId }): AgentFacts => ({
    ...{ agentId: id, slug, name, teamId: team, ownerId, profile: profiles.get(id) ?? {} },
    ...{ hasRelease: released.has(id), isServed: served.has(id), hasWayBack: served.get(id) ?? false },
    nameFits: fits === null ? null : fits(name),
  }));
  const asOf = new Date(ctx.clock.now()).toISOString();
  return { environment, agents: facts.length, ...judge(facts), readable: working !== null, asOf };
}

/** Agents that the environment serves, and whether there is a way back. */
async function servedIn({ state, workspaceId }: Ctx, environment: string): Promise<Map<string, boolean>> {
  const rows = await lifecycleDb(state.db)
    .selectFrom('deployments')
    .select(['agent_id', 'past'])
    .where('workspace_id', '=', workspaceId)
    .where('environment', '=', environment)
    .execute();
  return new Map(rows.map((row) => [row.agent_id, (JSON.parse(row.past) as string[]).length > 0]));
}

/** By team and key; null = telemetry cannot be read. */
async function workingIn(ctx: Ctx, stores: Stores, { environment, teamId }: FleetQuery): Promise<Set<string> | null> {
  const now = ctx.clock.now();
  const [from, to] = [now - weekMs, now].map((at) => new Date(at).toISOString());
  try {
    const within = { from: from!, to: to!, environment, ...(teamId !== undefined && { teamId }) };
    const { items } = await agentFigures(ctx, stores, within);
    return new Set(items.map((one) => seenKey(one.teamId, one.agent)));
  } catch (error) {
    if (isAway(error)) return null;
    throw error;
  }
}

async function releasedAgents({ state, workspaceId }: Ctx): Promise<Set<string>> {
  const rows = lifecycleDb(state.db).selectFrom('releases').select('agent_id').distinct();
  return new Set((await rows.where('workspace_id', '=', workspaceId).execute()).map((row) => row.agent_id));
}
