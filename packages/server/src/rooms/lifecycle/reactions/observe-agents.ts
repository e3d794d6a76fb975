import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { NewEvent } from '../../../spine/events.ts';
import { newId } from '../../../spine/ids.ts';
import { writeEvents } from '../../../spine/ledger/write-events.ts';
import type { Tx } from '../../../spine/tx.ts';
import { type ChangedNames, consumeNames, requestReassembly } from '../../monitoring/index.ts';
import { slugFor } from '../store.ts';
import { agentsIn, type SeenAgent } from '../views/agents-in.ts';

/** Agents made of new names in one team within an hour. Whoever invents more only fills the list of names that wait. */
export const mostAnHour = 300;
const hourMs = 3_600_000;
/** As many ids as fit a request. */
const tracesAtOnce = 200;
const namesAtOnce = 1_000;

/**
 * The next changed runs: agents seen there for the first time get their row, unclaimed, called what they call themselves.
 * Exactly once, however often this is killed. Returns how many runs were looked at; 0 = caught up.
 */
export async function observeAgents(ctx: Ctx, warehouse: Warehouse): Promise<number> {
  const { state, workspaceId } = ctx;
  let touched: string[] = [];
  const handled = await consumeNames<readonly SeenAgent[]>(
    { state, warehouse },
    { subscription: 'lifecycle.agents', workspaceId },
    {
      async handle(tx, _, seen) {
        const events: NewEvent[] = [];
        for (const [teamId, own] of Map.groupBy(seen, (one) => one.teamId))
          events.push(...(await observeTeam(tx, ctx, teamId, own)));
        touched = await writeEvents(tx, ctx, events);
      },
      async read(changes) {
        const news = await withNews(ctx, changes);
        const seen: SeenAgent[] = [];
        for (let from = 0; from < news.length; from += tracesAtOnce)
          seen.push(...(await agentsIn(warehouse, workspaceId, news.slice(from, from + tracesAtOnce))));
        return firstOfEach(seen);
      },
    },
  );
  if (touched.length > 0) state.ledgerAdvanced(touched);
  return handled;
}

/** Runs in which somebody worked whom the catalog does not have: nearly none, so that the rest costs the warehouse nothing. */
async function withNews(ctx: Ctx, changes: readonly ChangedNames[]): Promise<ChangedNames[]> {
  const live = changes.filter((one) => !one.deleted);
  const names = [...new Set(live.flatMap(namesIn))];
  const known = new Set<string>();
  for (let from = 0; from < names.length; from += namesAtOnce) {
    const rows = await ctx.state.db
      .selectFrom('agents')
      .where('workspace_id', '=', ctx.workspaceId)
      .where('put_away', 'is', null)
      .where('key', 'in', names.slice(from, from + namesAtOnce))
      .select(['team_id', 'key'])
      .execute();
    for (const row of rows) known.add(`${row.team_id} ${row.key}`);
  }
  return live.filter((one) => namesIn(one).some((name) => !known.has(`${one.run.teamId} ${name}`)));
}

/** While a run goes on, the span that names its agent may still come: the service's name is no agent's yet. */
const namesIn = ({ run }: ChangedNames): readonly string[] =>
  run.state === 'running' || run.agent === '' ? run.agents : [...run.agents, run.agent];

function firstOfEach(seen: readonly SeenAgent[]): SeenAgent[] {
  const first = new Map<string, SeenAgent>();
  for (const one of seen.toSorted((a, b) => a.firstAt.getTime() - b.firstAt.getTime())) {
    const name = `${one.teamId} ${one.key}`;
    if (!first.has(name)) first.set(name, one);
  }
  return [...first.values()];
}

async function observeTeam(tx: Tx, ctx: Ctx, teamId: string, seen: readonly SeenAgent[]): Promise<NewEvent[]> {
  const { workspaceId } = ctx;
  const keys = seen.map((one) => one.key);
  const mine = { workspace_id: workspaceId, team_id: teamId };
  const agents = tx.selectFrom('agents').where('workspace_id', '=', workspaceId);
  const own = agents.where('team_id', '=', teamId);
  const known = await own.where('key', 'in', keys).select(['key', 'put_away']).execute();
  const back = known.some((one) => one.put_away === 'removed') ? await comeBack(tx, mine, keys) : [];
  const returned = back.map(({ id }): NewEvent => ({
    type: 'agent.returned',
    v: 1,
    resource: id,
    payload: { teamId },
  }));
  const ignored = await tx
    .selectFrom('ignored_agent_names')
    .where((eb) => eb.and({ ...mine, service: '' }))
    .where('name', 'in', keys)
    .select('name')
    .execute();
  const old = new Set([...known.map((one) => one.key), ...ignored.map((one) => one.name)]);
  const fresh = seen.filter((one) => !old.has(one.key));
  if (fresh.length === 0) return returned;
  const now = ctx.clock.now();
  const recent = own.where('created_at', '>', new Date(now - hourMs)).select((eb) => eb.fn.countAll<string>().as('n'));
  const room = mostAnHour - Number((await recent.executeTakeFirstOrThrow()).n);
  const elsewhere = await agents
    .where('team_id', '<>', teamId)
    .where('put_away', 'is', null)
    .where('key', 'in', keys)
    .orderBy('id')
    .select(['id', 'key'])
    .execute();
  const events = returned;
  for (const { key, firstAt } of fresh.slice(0, Math.max(0, room))) {
    const id = newId('agt', now);
    const sameNameAs = elsewhere.find((one) => one.key === key)?.id ?? null;
    const slug = await slugFor(tx, workspaceId, key);
    const row = { ...mine, id, key, name: key, slug, first_seen_at: firstAt, same_name_as: sameNameAs };
    await tx
      .insertInto('agents')
      .values({ ...row, created_at: new Date(now) })
      .execute();
    // Its runs are to say that another team had the name first.
    if (sameNameAs !== null) await requestReassembly(tx, workspaceId, { column: 'agent', teamId, values: [key] });
    events.push({ type: 'agent.observed', v: 1, resource: id, payload: { teamId, key, sameNameAs } });
  }
  return events;
}

/** What was put away because its telemetry was removed, and now sends again. */
export const comeBack = (tx: Tx, mine: { workspace_id: string; team_id: string }, keys: readonly string[]) =>
  tx
    .updateTable('agents')
    .set({ put_away: null })
    .where((eb) => eb.and({ ...mine, put_away: 'removed' }))
    .where('key', 'in', keys)
    .returning('id')
    .execute();
