import type { Agent, AgentList, AgentOverview, Figures } from '../../packages/server/src/rooms/lifecycle/contract.ts';
import { agents as runAgents } from './fixture-runs.ts';

/** Canned answers of the room lifecycle: two hundred agents, a few of them in trouble. */

const hour = 3_600_000;
const share = (count: number, inferred = 0) => ({ count, inferred });

function figuresOf(i: number, now: number): Figures {
  const failed = i === 0 ? 260 : i === 1 ? 24 : i % 7;
  const invocations = i === 5 ? 9 : 320 + ((i * 37) % 900);
  const unknown = i === 2 ? Math.round(invocations * 0.6) : (i * 3) % 20;
  const completed = Math.max(0, invocations - failed - unknown);
  return {
    invocations,
    topLevel: Math.round(invocations * 0.8),
    unbound: 0,
    outcomes: {
      completed: share(completed, i % 3 === 0 ? 0 : Math.round(completed * 0.7)),
      failed: share(failed),
      passedToPerson: share(0),
      abandoned: share(0),
      unknown: share(unknown),
    },
    refused: 0,
    errors: failed,
    modelCalls: invocations * 2,
    toolCalls: invocations,
    inputTokens: i === 6 ? null : invocations * 1834,
    outputTokens: i === 6 ? null : invocations * 210,
    unknownTokenCalls: i === 6 ? invocations * 2 : 0,
    costUsd: i === 6 ? null : invocations * 0.0123,
    computedCostUsd: i === 6 ? null : invocations * 0.0123,
    uncostedCalls: i === 6 ? invocations * 2 : i === 7 ? 40 : 0,
    p50Ms: 900 + i * 20,
    p95Ms: 4200 + ((i * 731) % 9000),
    firstAt: new Date(now - 23 * hour).toISOString(),
    lastAt: new Date(now - i * 40_000).toISOString(),
    series: {
      invocations: Array.from({ length: 24 }, (_, k) => Math.round((invocations / 24) * (0.4 + ((i + k * 5) % 9) / 8))),
      failed: Array.from({ length: 24 }, (_, k) => (failed > 20 && k > 18 ? Math.round(failed / 5) : 0)),
    },
  };
}

function aspectOf(i: number): Agent['aspect'] {
  const reason = (code: string, sentence: string, link: string | null = null) => ({
    code,
    sentence,
    since: null,
    link,
  });
  const of = (health: Agent['aspect']['health'], ...reasons: ReturnType<typeof reason>[]): Agent['aspect'] => ({
    ...{ health, authority: i === 1 ? 'limited' : 'full', reasons },
  });
  if (i === 0)
    return of(
      'danger',
      reason('failures', '260 of 900 with a known outcome failed (29 %) in 24 hours.', '/runs?outcome=failed'),
    );
  if (i === 1) return of('caution', reason('failures', '24 of 357 with a known outcome failed (7 %) in 24 hours.'));
  if (i === 2) return of('caution', reason('outcome_unknown', 'The outcome of 236 of 394 is unknown in 24 hours.'));
  if (i === 3) return of('dark', reason('no_signal', 'It has not run in 24 hours.'));
  return of('clear');
}

const names = [...runAgents, 'invoice-matcher', 'triage', 'Übersetzer', 'night-report', 'recherche-agent'];

/** Agents as the server sorts them, worst first. */
export function makeAgents(count: number, now: number): Agent[] {
  return Array.from({ length: count }, (_, i) => {
    const name = i < names.length ? names[i]! : `${names[i % names.length]}-${Math.floor(i / names.length)}`;
    return {
      ...{ id: `agt_${String(i).padStart(32, '0')}`, slug: `agent-${i}`, name, key: name },
      ...{ teamId: i % 3 === 0 ? 'tea_finance' : 'tea_support', teamName: i % 3 === 0 ? 'Finance' : 'Support' },
      owner: i % 4 === 0 ? null : { id: 'per_1', name: 'Ada Weiss' },
      firstSeenAt: new Date(now - 9 * 24 * hour).toISOString(),
      lastAt: new Date(i === 3 ? now - 50 * hour : now - i * 40_000).toISOString(),
      figures: i === 3 ? null : figuresOf(i, now),
      aspect: aspectOf(i),
    };
  });
}

function agentList(all: readonly Agent[], query: URLSearchParams, now: number): AgentList {
  const [q, health, sort] = [query.get('q'), query.get('health'), query.get('sort')];
  const fit = all.filter(
    (one) =>
      (q === null || one.name.toLowerCase().includes(q.toLowerCase())) &&
      (health === null || one.aspect.health === health) &&
      (query.get('unclaimed') === null || one.owner === null),
  );
  const items = sort === 'name' ? fit.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : fit;
  const n = (of: Agent['aspect']['health']): number => all.filter((one) => one.aspect.health === of).length;
  return {
    items: items.slice(0, Number(query.get('limit') ?? 200)),
    nextCursor: null,
    total: items.length,
    byHealth: { danger: n('danger'), caution: n('caution'), dark: n('dark'), clear: n('clear') },
    waiting: 0,
    readable: true,
    from: new Date(now - 24 * hour).toISOString(),
    to: new Date(now).toISOString(),
    asOf: new Date(now).toISOString(),
  };
}

function agentOverview(agent: Agent, all: readonly Agent[], now: number): AgentOverview {
  const at = all.indexOf(agent);
  const part = (value: string | null, i: number) => ({ value, figures: figuresOf(i, now) });
  const neighbour = (i: number) => {
    const { key, teamId, slug, name } = all[i % all.length]!;
    return { key, teamId, slug, name, invocations: 120 + i };
  };
  return {
    agent,
    putAway: null,
    mergedInto: null,
    byRelease: agent.figures === null ? [] : [part('1.4.2', at + 4), part('1.5.0', at)],
    byEnvironment: agent.figures === null ? [] : [part('production', at), part(null, at + 8)],
    callers: [neighbour(at + 1)],
    callees: [neighbour(at + 2), neighbour(at + 3)],
    names: [
      { name: agent.key, service: '' },
      { name: 'AgentExecutor', service: 'desk-api' },
    ],
    formerSlugs: ['first-name'],
    changes: [
      {
        ...{
          id: 'nch_1',
          verb: 'rename',
          teamId: agent.teamId,
          agentIds: [agent.id],
          impact: null,
          reassemblyId: null,
        },
        summary: `Renamed first-name to ${agent.name}`,
        ...{ madeAt: new Date(now - 2 * hour).toISOString(), madeBy: 'per_1', undoneAt: null },
        undoableUntil: new Date(now + 28 * 24 * hour).toISOString(),
      },
    ],
    readable: true,
    from: new Date(now - 24 * hour).toISOString(),
    to: new Date(now).toISOString(),
    asOf: new Date(now).toISOString(),
  };
}

type Told = { status: number; body: unknown } | null;
type Asked = { method: string; path: string; query: URLSearchParams; body: string; agents: readonly Agent[] };

/** Answers of /agents, /reassemblies and /arrivals; null = not one of these. */
/** What tests change of the answers: `upset` = the last agent is in trouble; `refuse` = changes are refused; `waiting` names; `stale`. */
export const agentMood = { upset: false, refuse: false, waiting: 0, stale: false };

export function agentAnswer({ method, path, query, body, agents: known }: Asked): Told {
  const agents = agentMood.upset ? upset(known) : known;
  if (agentMood.stale && method === 'GET')
    return refused(503, 'warehouse.unavailable', 'Warehouse is restarting', 'Ask again in 2 s.');
  const now = Date.now();
  const ok = (of: unknown): Told => ({ status: 200, body: of });
  if (path === '/agents') return ok({ ...agentList(agents, query, now), waiting: agentMood.waiting });
  if (path === '/agents/names')
    return ok({
      ...{ waiting: [], mostAnHour: 300 },
      ignored: [{ teamId: 'tea_support', name: 'AgentExecutor', service: '' }],
    });
  if (path === '/agents/suggestions')
    return ok({
      items: [
        {
          teamId: 'tea_support',
          service: 'graph',
          name: 'research_node',
          steps: 14,
          lastAt: new Date(now).toISOString(),
        },
      ],
    });
  if (path === '/arrivals') return ok({ items: arrivals(now), newest: 3 });
  if (path.startsWith('/reassemblies/'))
    return ok({ id: 'rea_1', total: 120, done: 120, finishedAt: new Date(now).toISOString() });
  const [, id, rest] = /^\/agents\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (id === undefined) return null;
  if (method === 'POST' && agentMood.refuse && query.get('preview') === null)
    return refused(409, 'lifecycle.changed_since', 'Names have changed since', 'Undo the later change first.');
  if (method === 'POST') return ok(changed(id, rest ?? '', query.get('preview') === 'true', body));
  const agent = agents.find((one) => one.slug === id || one.id === id);
  if (agent === undefined)
    return refused(404, 'lifecycle.not_found', 'Not found', 'No agent with this address is visible to you.');
  if (rest === '/history') return ok({ items: history(now) });
  return ok(agentOverview(agent, agents, now));
}

const refused = (status: number, code: string, title: string, detail: string): Told => ({
  status,
  body: { type: '', code, title, detail, requestId: 'req_1', fields: [] },
});

/** The last of them is the worst by now, and so comes first. */
const upset = (all: readonly Agent[]): Agent[] => [{ ...all.at(-1)!, aspect: aspectOf(0) }, ...all.slice(0, -1)];

const changed = (id: string, rest: string, preview: boolean, body: string) => ({
  id: preview ? null : 'nch_2',
  verb: rest.slice(1) === 'merge' ? 'merge' : rest.slice(1) === 'ignore' ? 'ignore' : 'rename',
  teamId: 'tea_support',
  agentIds: [id],
  summary: `It will be so: ${body}`,
  impact: preview
    ? { runs: 412, invocations: 530, firstAt: '2026-11-20T08:00:00.000Z', lastAt: '2026-11-22T08:00:00.000Z' }
    : null,
  reassemblyId: preview ? null : 'rea_1',
  madeAt: preview ? null : new Date().toISOString(),
  madeBy: preview ? null : 'per_1',
  undoneAt: null,
  undoableUntil: preview ? null : new Date(Date.now() + hour).toISOString(),
});

const history = (now: number) =>
  [
    { type: 'agent.owner_named', actorName: 'Ada Weiss', actor: 'per_1', payload: { after: 'per_1' } },
    {
      type: 'agent.renamed',
      actorName: 'Ada Weiss',
      actor: 'per_1',
      payload: { before: 'first-name', after: 'clerk' },
    },
    {
      type: 'agent.observed',
      actorName: null,
      actor: 'lifecycle.agents',
      payload: { key: 'first-name', sameNameAs: null },
    },
  ].map((event, i) => ({ ...event, seq: 40 - i, time: new Date(now - i * hour).toISOString() }));

/** As if they came a moment from now: the page shows what came since it was opened. */
const arrivals = (now: number) =>
  (
    [
      ['no_key', null, 'It showed no key: set the header x-signalbox-key.', 0],
      ['not_kept', 'metrics', 'Metrics are not kept.', 1200],
      ['kept', 'traces', '', 8412],
    ] as const
  ).map(([outcome, signal, detail, bytes], i) => ({
    ...{ seq: i + 1, at: new Date(now + 1000).toISOString(), keyId: null, signal, outcome, detail, bytes },
  }));
