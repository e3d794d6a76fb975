import type { EnvironmentOrder } from '../../packages/server/src/rooms/lifecycle/contract-environments.ts';
import type { Agent } from '../../packages/server/src/rooms/lifecycle/contract.ts';
import type { Calendar, CalendarEntry } from '../../packages/server/src/rooms/lifecycle/contract-calendar.ts';
import type { AllReleases, ServedList } from '../../packages/server/src/rooms/lifecycle/contract-everywhere.ts';
import type {
  BulkResult,
  DependencyMap,
  FleetRules,
} from '../../packages/server/src/rooms/lifecycle/contract-fleet.ts';
import { type DeploymentList } from '../../packages/server/src/rooms/lifecycle/contract-deployments.ts';

/** Canned answers about all agents: matrix, releases, calendar, rules, map, changes of many. */

const hour = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();
const hasReleases = (_: Agent, i: number): boolean => i % 5 !== 3;
const nameOf = ({ id, slug, name, teamId }: Agent) => ({ id, slug, name, teamId });
const version = (i: number, older = 0): string => `1.${(i % 6) + 1 - (older > i % 6 ? 0 : older)}.${i % 3}`;
const release = (agent: Agent, i: number, older = 0) => ({
  ...{ id: `rel_${agent.slug}_${older}`, version: version(i, older), digest: 'a1'.repeat(32) },
});

function served(agents: readonly Agent[], now: number): ServedList {
  const items = agents.filter(hasReleases).flatMap((agent, i) =>
    ['production', 'staging', 'eu-production'].slice(0, 1 + (i % 3)).map((environment, k) => ({
      ...{ agentId: agent.id, agent: nameOf(agent), environment, version: 3 },
      release: release(agent, i, i % 4 === 0 ? k : 0),
      candidate: i % 11 === 0 && k === 0 ? { ...release(agent, i + 1), percent: 10 } : null,
      ...{ since: at(now - (i + 1) * 7 * hour), deployedAt: at(now - (i + 1) * 7 * hour), deployedBy: 'per_1' },
      ...{ deployedByName: 'Ada Weiss', reason: 'As agreed' },
    })),
  );
  return { items, truncated: false };
}

const allReleases = (agents: readonly Agent[], now: number): AllReleases => ({
  items: agents.filter(hasReleases).flatMap((agent, i) =>
    [0, 1].map((older) => ({
      ...{ ...release(agent, i, older), agentId: agent.id, agent: nameOf(agent), parentId: null },
      ...{ why: older === 0 ? 'Refunds above 50 EUR go to a person' : 'Fixes the loop over empty invoices' },
      ...{ expectedEffect: '', evidence: [], createdAt: at(now - (i * 3 + older) * hour), createdBy: 'per_1' },
      createdByName: i % 2 === 0 ? 'Ada Weiss' : 'Bo Lind',
    })),
  ),
  nextCursor: null,
});

function calendar(agents: readonly Agent[], now: number): Calendar {
  const moment = (i: number, over: Partial<CalendarEntry>): CalendarEntry => ({
    ...{ id: `cal_${i}`, kind: 'deployment', title: '', from: at(now - i * 9 * hour), until: null },
    agent: { id: agents[i]!.id, slug: agents[i]!.slug, name: agents[i]!.name },
    ...{ teamId: agents[i]!.teamId, environment: 'production', release: { id: `rel_${i}`, version: version(i) } },
    ...{ state: (['deploy', 'promote', 'roll_back'] as const)[i % 3]!, reason: 'As agreed', by: 'per_1' },
    byName: 'Ada Weiss',
    ...over,
  });
  const freeze = { kind: 'freeze', state: 'standing', agent: null, release: null, teamId: null } as const;
  const plan = { kind: 'schedule', state: 'waiting', from: at(now + 30 * hour), reason: 'After the weekend' } as const;
  const items = [
    ...Array.from({ length: 14 }, (_, i) => moment(i, {})),
    moment(15, plan),
    moment(16, { ...freeze, from: at(now - hour), until: at(now + 60 * hour), reason: 'Quarter-end closing' }),
  ];
  return {
    items: items.toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    ...{ truncated: false, from: at(now - 30 * 24 * hour), to: at(now + 30 * 24 * hour) },
  };
}

function rules(agents: readonly Agent[], now: number): FleetRules {
  const rule = (id: string, title: string, about: string, misses: FleetRules['rules'][number]['misses']) => ({
    ...{ id, title, about, applicable: agents.length, passed: agents.length - misses.length, misses, more: 0 },
  });
  const miss = (agent: Agent, why: string, fix: FleetRules['rules'][number]['misses'][number]['fix']) => ({
    ...{ agentId: agent.id, slug: agent.slug, name: agent.name, teamId: agent.teamId, why, fix },
  });
  const unowned = agents
    .filter((one) => one.owner === null)
    .map((one) =>
      miss(one, 'Nobody answers for it.', {
        ...{ action: 'claim', sentence: 'Claim it', bulk: 'claim', link: `/agents/${one.slug}` },
      }),
    );
  const bare = agents
    .filter((_, i) => i % 40 === 3)
    .map((one) =>
      miss(one, 'No release is deployed to production.', {
        ...{ action: 'deploy', sentence: 'Deploy a release', bulk: null, link: `/agents/${one.slug}?tab=deployments` },
      }),
    );
  const all = [
    rule('owner', 'Has an owner', 'Somebody is asked when it fails, and told when its team changes.', unowned),
    rule('release', 'Serves a release', 'What runs is known, and can be taken back.', bare),
    rule('rollback', 'Has a rollback target', 'There is a release to go back to in one action.', []),
  ];
  const passed = all.reduce((sum, one) => sum + one.passed, 0);
  return {
    ...{ environment: 'production', agents: agents.length, score: passed / (all.length * agents.length), rules: all },
    ...{ readable: true, asOf: at(now) },
  };
}

function map(agents: readonly Agent[], now: number): DependencyMap {
  const some = agents.slice(0, 60);
  const edges = some.flatMap((agent, i) =>
    [i * 2 + 1, i * 2 + 2, i * 3 + 7]
      .filter((k) => k < 48)
      .map((k, n) => ({
        ...{ from: agent.id, to: some[k]!.id, invocations: n === 2 ? 0 : 900 - i * 12 },
        source: n === 2 ? ('declared' as const) : ('telemetry' as const),
      })),
  );
  return {
    nodes: some.map((one) => ({ ...nameOf(one), agentId: one.id, owner: one.owner?.id ?? null })),
    ...{ edges, readable: true, truncated: false, from: at(now - 168 * hour), to: at(now) },
  };
}

function bulk(agents: readonly Agent[], preview: boolean, body: string): BulkResult {
  const asked = (JSON.parse(body) as { agents: string[] }).agents;
  const items = asked.map((id, i) => ({
    ...{ agent: id, agentId: id, name: agents.find((one) => one.id === id)?.name ?? null },
    outcome: (['changed', 'changed', 'unchanged', 'refused'] as const)[i % 4]!,
    changes: i % 4 < 2 ? ['Owner: Ada Weiss'] : [],
    error: i % 4 === 3 ? { code: 'lifecycle.owned', detail: 'Bo Lind answers for this agent.' } : null,
  }));
  const n = (of: string): number => items.filter((one) => one.outcome === of).length;
  return { isPreview: preview, items, changed: n('changed'), unchanged: n('unchanged'), refused: n('refused') };
}

type Asked = {
  method: string;
  path: string;
  preview: boolean;
  agents: readonly Agent[];
  body: string;
};
const nothing: Pick<DeploymentList, 'items'> = { items: [] };

/** null = not one of these. */
export function fleetAnswer({ method, path, preview, agents, body }: Asked): { status: number; body: unknown } | null {
  const now = Date.now();
  const ok = (answer: unknown) => ({ status: 200, body: answer });
  if (path === '/agents/bulk') return ok(bulk(agents, preview, body));
  if (method !== 'GET') return /^\/(freezes|scheduled-deployments)/.test(path) ? ok({ id: 'frz_2', ...nothing }) : null;
  if (path === '/deployments') return ok(served(agents, now));
  if (path === '/environments/order')
    return ok({ environments: ['staging', 'production'], isSet: false } satisfies EnvironmentOrder);
  if (path === '/releases') return ok(allReleases(agents, now));
  if (path === '/calendar') return ok(agents.length === 0 ? { ...calendarOf(now), items: [] } : calendar(agents, now));
  if (path === '/fleet/rules') return ok(agents.length === 0 ? { ...rules([], now), score: null } : rules(agents, now));
  return path === '/map' ? ok(map(agents, now)) : null;
}

const calendarOf = (now: number): Calendar => ({ items: [], truncated: false, from: at(now), to: at(now) });
