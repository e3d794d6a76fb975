import type { Role } from '../../spine/actor.ts';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { actions, rightOf, roleHas, type GrantedAction } from '../../spine/rights.ts';
import { namesOfAgents } from '../agent-names.ts';
import type { AccessAt } from '../contract.ts';
import { holdsAt, keyHeldAt, replay, type Held, type PastEvent, type PastGrant } from '../model/replay.ts';
import { notFound } from '../not-found.ts';
import { accessDb } from '../tables.ts';

type Agent = { id: string; teamId: string; names: readonly string[] };

/**
 * Who could do what with an agent at a time, replayed from the ledger: people with their roles and rights there, and keys. The
 * agent's team and names are those of today. `agent`: id, slug, name or alias; throws `request.invalid` where several teams have one.
 */
export async function accessAt(ctx: Ctx, query: { agent: string; at: string }): Promise<AccessAt> {
  authorize(ctx, 'ledger.read');
  const agent = await findAgent(ctx, query.agent);
  const { at } = query;
  const { events, throughSeq } = await eventsUntil(ctx, at);
  const held = replay(events);
  const roles = new Map<string, PastGrant[]>();
  for (const grant of held.grants.values())
    if (reaches(grant, agent) && holdsAt(grant.until, at) && !held.shut.has(grant.personId))
      roles.set(grant.personId, [...(roles.get(grant.personId) ?? []), grant]);
  const people = accessDb(ctx.state.db).selectFrom('people').where('workspace_id', '=', ctx.workspaceId);
  const ids = [...roles.keys()];
  const named = ids.length === 0 ? [] : await people.where('id', 'in', ids).select(['id', 'name']).execute();
  const names = new Map(named.map((person) => [person.id, person.name]));
  return {
    ...{ agent: query.agent, teamId: agent.teamId, at, throughSeq },
    people: [...roles].map(([id, grants]) => ({
      ...{ id, name: names.get(id) ?? null },
      roles: grants.map(({ role, environment, until = null }) => ({ role, environment, until })),
      rights: (Object.keys(actions) as GrantedAction[]).filter((action) => grants.some((one) => opens(one, action))),
    })),
    keys: keysFor(held, agent, at),
    erased: held.erased,
  };
}

const opens = ({ role, emergency }: PastGrant, action: GrantedAction): boolean =>
  roleHas(role as Role, action) && !(emergency && rightOf(action).hands === true);

const reaches = (grant: PastGrant, agent: Agent): boolean =>
  (grant.teamId === null || grant.teamId === agent.teamId) && (grant.agentId === null || grant.agentId === agent.id);

const keysFor = (held: Held, agent: Agent, at: string): AccessAt['keys'] =>
  [...held.keys]
    .filter(([, key]) => key.teamId === agent.teamId && (key.agent === null || agent.names.includes(key.agent)))
    .filter(([, key]) => keyHeldAt(held, key, at))
    .map(([id, { name, environment, scopes }]) => ({ id, name, environment, scopes: [...scopes] }));

/** PGlite stalls on larger reads. */
const page = 1000;
const about = ['grant.', 'glass.', 'key.', 'service_account.', 'person.'];

/** Events about access up to a time, in sequence. Times in the ledger never go back, and have one form. */
async function eventsUntil(ctx: Ctx, at: string): Promise<{ events: PastEvent[]; throughSeq: number }> {
  const events: PastEvent[] = [];
  const until = new Date(at).toISOString();
  for (let after = 0; ;) {
    const rows = await ctx.state.db
      .selectFrom('ledger')
      .leftJoin('ledger_payloads as p', 'p.event_id', 'ledger.event_id')
      .where('ledger.workspace_id', '=', ctx.workspaceId)
      .where('seq', '>', after)
      .where('time', '<=', until)
      .where((eb) => eb.or(about.map((noun) => eb('type', 'like', `${noun}%`))))
      .select(['seq', 'type', 'resource', 'p.payload'])
      .orderBy('seq')
      .limit(page)
      .execute();
    for (const { type, resource, payload } of rows)
      events.push({ type, resource, payload: payload === null ? null : (JSON.parse(payload) as unknown) });
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < page) return { events, throughSeq: after };
  }
}

async function findAgent(ctx: Ctx, name: string): Promise<Agent> {
  const db = accessDb(ctx.state.db);
  const mine = db.selectFrom('agents').where('agents.workspace_id', '=', ctx.workspaceId);
  const found = await mine
    .leftJoin('agent_aliases as a', (join) => join.onRef('a.agent_id', '=', 'agents.id').on('a.alias', '=', name))
    .where((eb) =>
      eb.or([
        ...(['agents.id', 'agents.slug', 'agents.key', 'agents.name'] as const).map((column) => eb(column, '=', name)),
        eb('a.alias', '=', name),
      ]),
    )
    .select(['agents.id', 'agents.team_id as teamId', 'agents.slug', 'agents.name'])
    .distinct()
    .limit(2)
    .execute();
  const [agent, second] = found;
  if (agent === undefined) throw notFound('agent');
  if (second !== undefined && agent.slug !== name)
    throw new AppError('request.invalid', {
      fields: [
        { path: 'agent', message: `Several agents are called ${name}: use a slug (${agent.slug}, ${second.slug}).` },
      ],
    });
  // A key may be bound to what people read.
  return { ...agent, names: [agent.name, ...((await namesOfAgents(db, [agent.id])).get(agent.id) ?? [])] };
}
