import type { Agent, AgentList, AgentOverview, Figures } from 'signalbox/contract/lifecycle';

type Outcomes = Figures['outcomes'];

/** Each as [count, inferred]. */
export const outcomes = (of: { [K in keyof Outcomes]?: [number, number] }): Outcomes => {
  const share = (name: keyof Outcomes) => ({ count: of[name]?.[0] ?? 0, inferred: of[name]?.[1] ?? 0 });
  return {
    completed: share('completed'),
    failed: share('failed'),
    passedToPerson: share('passedToPerson'),
    abandoned: share('abandoned'),
    unknown: share('unknown'),
  };
};

export const someFigures = (over: Partial<Figures> = {}): Figures => ({
  invocations: 200,
  topLevel: 150,
  unbound: 0,
  outcomes: outcomes({ completed: [180, 90], failed: [10, 0], unknown: [10, 0] }),
  refused: 0,
  errors: 12,
  modelCalls: 400,
  toolCalls: 300,
  inputTokens: 1_200_000,
  outputTokens: 90_000,
  unknownTokenCalls: 0,
  costUsd: 12.5,
  computedCostUsd: 12.5,
  uncostedCalls: 0,
  p50Ms: 1200,
  p95Ms: 4200,
  firstAt: '2026-11-22T08:00:00.000Z',
  lastAt: '2026-11-22T12:00:00.000Z',
  series: { invocations: [0, 1, 2, 3], failed: [0, 0, 0, 1] },
  ...over,
});

export const anAgent = (over: Partial<Agent> & { id: string }): Agent => ({
  slug: over.id,
  name: over.id,
  key: over.id,
  teamId: 'tea_1',
  teamName: 'Support',
  owner: null,
  firstSeenAt: '2026-11-01T08:00:00.000Z',
  lastAt: '2026-11-22T12:00:00.000Z',
  figures: someFigures(),
  aspect: { health: 'clear', authority: 'full', reasons: [] },
  ...over,
});

export const aList = (items: Agent[], over: Partial<AgentList> = {}): AgentList => ({
  items,
  nextCursor: null,
  total: items.length,
  byHealth: { danger: 0, caution: 0, dark: 0, clear: items.length },
  waiting: 0,
  readable: true,
  from: '2026-11-21T12:00:00.000Z',
  to: '2026-11-22T12:00:00.000Z',
  asOf: '2026-11-22T12:00:00.000Z',
  ...over,
});

export const anOverview = (agent: Agent, over: Partial<AgentOverview> = {}): AgentOverview => ({
  agent,
  putAway: null,
  mergedInto: null,
  byRelease: [],
  byEnvironment: [],
  callers: [],
  callees: [],
  names: [{ name: agent.key, service: '' }],
  formerSlugs: [],
  changes: [],
  readable: true,
  from: '2026-11-21T12:00:00.000Z',
  to: '2026-11-22T12:00:00.000Z',
  asOf: '2026-11-22T12:00:00.000Z',
  ...over,
});
