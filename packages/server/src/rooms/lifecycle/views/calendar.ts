import { namesOfPeople } from '../../../access/index.ts';
import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Calendar, CalendarEntry, CalendarQuery } from '../contract-calendar.ts';
import { type CatalogAgent, findAgent, seenEnvironments } from '../registry/find-agent.ts';
import { lifecycleDb } from '../tables.ts';
import { visibleAgents } from './list-agents.ts';

const dayMs = 86_400_000;
const most = 500;
type Range = { from: Date; to: Date };
type Entry = Omit<CalendarEntry, 'byName'>;
type Sight = { ctx: Ctx; agents: Map<string, CatalogAgent>; query: CalendarQuery };

/** What was deployed, is to be, and when nothing is: where one may see the agents, and freezes of teams that one may see. */
export async function calendar(ctx: Ctx, query: CalendarQuery): Promise<Calendar> {
  authorize(ctx, 'agent.read', 'anywhere');
  const now = ctx.clock.now();
  const range = {
    from: new Date(query.from ?? now - 30 * dayMs),
    to: new Date(query.to ?? now + 90 * dayMs),
  };
  const only = query.agent === undefined ? null : await findAgent(ctx, query.agent);
  const seen = await visibleAgents(ctx, query.teamId);
  const agents = new Map(seen.flatMap((one) => (only === null || only.id === one.id ? [[one.id, one] as const] : [])));
  const sight = { ctx, agents, query };
  const kinds = [await deployments(sight, range), await schedules(sight, range), await freezes(sight, range, only)];
  const entries = kinds.flat();
  const names = await namesOfPeople(
    ctx,
    entries.map((one) => one.by),
  );
  return {
    items: entries
      .map((one) => ({ ...one, byName: names.get(one.by) ?? null }))
      .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)),
    truncated: kinds.some((one) => one.length >= most),
    ...{ from: range.from.toISOString(), to: range.to.toISOString() },
  };
}

const verbs = { deploy: 'is deployed to', promote: 'is promoted to', roll_back: 'is rolled back to' } as const;

async function deployments(sight: Sight, { from, to }: Range): Promise<Entry[]> {
  const { ctx, query } = sight;
  let rows = lifecycleDb(ctx.state.db)
    .selectFrom('deployment_history as h')
    .innerJoin('releases as r', (join) =>
      join.on((eb) => eb('r.id', '=', eb.fn.coalesce('h.candidate_id', 'h.release_id'))),
    )
    .select(['h.id as id', 'h.agent_id as agentId', 'h.environment as environment', 'h.verb as verb', 'h.at as at'])
    .select(['h.by as by', 'h.reason as reason', 'r.id as releaseId', 'r.version as version'])
    .where('h.workspace_id', '=', ctx.workspaceId)
    .where('h.at', '>=', from)
    .where('h.at', '<', to);
  if (query.environment !== undefined) rows = rows.where('h.environment', '=', query.environment);
  const found = await rows.orderBy('h.at', 'desc').limit(most).execute();
  return found.flatMap((row) => {
    const agent = seenAgent(sight, row);
    if (agent === null) return [];
    const words =
      row.verb === 'roll_back'
        ? `${agent.name} is rolled back to ${row.version} in`
        : `${agent.name} ${row.version} ${verbs[row.verb]}`;
    return [
      {
        ...{
          id: row.id,
          kind: 'deployment',
          title: `${words} ${row.environment}`,
          from: row.at.toISOString(),
          until: null,
        },
        ...{ ...placed(agent), environment: row.environment, release: { id: row.releaseId, version: row.version } },
        ...{ state: row.verb, reason: row.reason, by: row.by },
      },
    ];
  });
}

async function schedules(sight: Sight, { from, to }: Range): Promise<Entry[]> {
  const { ctx, query } = sight;
  let rows = lifecycleDb(ctx.state.db)
    .selectFrom('deployment_schedules as s')
    .innerJoin('releases as r', 'r.id', 's.release_id')
    .select([
      's.id as id',
      's.agent_id as agentId',
      's.environment as environment',
      's.state as state',
      's.due_at as dueAt',
    ])
    .select(['s.made_by as by', 's.reason as reason', 'r.id as releaseId', 'r.version as version'])
    .where('s.workspace_id', '=', ctx.workspaceId)
    // What was done is told as the deployment that came of it.
    .where('s.state', '<>', 'done')
    .where('s.due_at', '>=', from)
    .where('s.due_at', '<', to);
  if (query.environment !== undefined) rows = rows.where('s.environment', '=', query.environment);
  const found = await rows.orderBy('s.due_at', 'desc').limit(most).execute();
  return found.flatMap((row) => {
    const agent = seenAgent(sight, row);
    if (agent === null) return [];
    const title = `${agent.name} ${row.version} is to be deployed to ${row.environment}`;
    return [
      {
        ...{ id: row.id, kind: 'schedule', title, from: row.dueAt.toISOString(), until: null, ...placed(agent) },
        ...{ environment: row.environment, release: { id: row.releaseId, version: row.version } },
        ...{ state: row.state, reason: row.reason, by: row.by },
      },
    ];
  });
}

/** Also those that were lifted: until then they held. */
async function freezes(sight: Sight, { from, to }: Range, only: CatalogAgent | null): Promise<Entry[]> {
  const { ctx, agents, query } = sight;
  const rows = await lifecycleDb(ctx.state.db)
    .selectFrom('freeze_windows')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('until_at', '>', from)
    .where('from_at', '<', to)
    .orderBy('from_at', 'desc')
    .limit(most)
    .execute();
  return rows.flatMap((row) => {
    const { team_id: teamId, agent_id: agentId, environment, reason } = row;
    const agent = agentId === null ? null : (agents.get(agentId) ?? null);
    if (agentId !== null && agent === null) return [];
    if (teamId !== null && !allows(ctx.actor, 'team.read', { teamId })) return [];
    const asked = { teamId: only?.teamId ?? query.teamId, environment: query.environment };
    if (teamId !== null && asked.teamId !== undefined && teamId !== asked.teamId) return [];
    if (environment !== null && asked.environment !== undefined && environment !== asked.environment) return [];
    const lifted = row.lifted_at !== null;
    const until = lifted && row.lifted_at! < row.until_at ? row.lifted_at! : row.until_at;
    if (until <= row.from_at || until <= from) return [];
    const where = [agent?.name, environment].filter((part) => part != null).join(', ');
    return [
      {
        ...{ id: row.id, kind: 'freeze', title: `Frozen${where === '' ? '' : ` (${where})`}: ${reason}`, teamId },
        ...{ from: row.from_at.toISOString(), until: until.toISOString(), environment, release: null },
        agent: agent && placed(agent).agent,
        ...{ state: lifted ? 'lifted' : 'standing', reason, by: row.owner_id },
      },
    ];
  });
}

/** null = one may not see it there. */
function seenAgent({ ctx, agents }: Sight, row: { agentId: string; environment: string }): CatalogAgent | null {
  const agent = agents.get(row.agentId);
  if (agent === undefined) return null;
  const places = seenEnvironments(ctx, agent);
  return places === 'all' || places.includes(row.environment) ? agent : null;
}

const placed = ({ id, slug, name, teamId }: CatalogAgent) => ({ agent: { id, slug, name }, teamId });
