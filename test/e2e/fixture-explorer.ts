import type { Comparison } from '../../packages/server/src/rooms/monitoring/contract-comparison.ts';
import type {
  Histogram,
  ListedSteps,
  ListedUsers,
  RunFacetCounts,
} from '../../packages/server/src/rooms/monitoring/contract-explorer.ts';
import type { SavedViewList } from '../../packages/server/src/rooms/monitoring/contract-views.ts';
import type { Run, Step } from '../../packages/server/src/rooms/monitoring/contract.ts';

const buckets = 60;
const minute = 60_000;

/** Canned answers about many runs at once; null = asked for something else. */
export function explorerAnswer(
  at: string,
  query: URLSearchParams,
  runs: readonly Run[],
  stepsOf: (run: Run) => Step[],
): unknown {
  if (at === '/runs/histogram') return histogram(runs);
  if (at === '/runs/facet-counts') return facets(runs);
  if (at === '/saved-views') return views;
  if (at === '/steps') return steps(runs, stepsOf);
  if (at === '/users') return users(runs);
  if (at !== '/runs/compare') return null;
  const [a, b] = ['a', 'b'].map((side) => runs.find((run) => run.id === query.get(side)));
  return a === undefined || b === undefined ? null : comparison(a, b, stepsOf);
}

const none = { completed: 0, failed: 0, passedToPerson: 0, abandoned: 0, unknown: 0 };
const keys = {
  completed: 'completed',
  failed: 'failed',
  passed_to_person: 'passedToPerson',
  abandoned: 'abandoned',
  unknown: 'unknown',
} as const;

function histogram(runs: readonly Run[]): Histogram {
  const last = Math.max(0, ...runs.map((run) => Date.parse(run.startedAt)));
  const first = Math.min(last, ...runs.map((run) => Date.parse(run.startedAt)));
  const width = Math.max(minute, Math.ceil((last - first) / (buckets - 1) / minute) * minute);
  const from = Math.floor(first / width) * width;
  const iso = (ms: number): string => new Date(ms).toISOString();
  const counts = Array.from({ length: buckets }, (_, i) => ({ at: iso(from + i * width), ...none }));
  for (const run of runs) counts[Math.floor((Date.parse(run.startedAt) - from) / width)]![keys[run.outcome.value]]++;
  return {
    from: iso(from),
    to: iso(from + buckets * width),
    bucketSeconds: width / 1000,
    buckets: counts,
    total: runs.length,
  };
}

function facets(runs: readonly Run[]): RunFacetCounts {
  const count = (by: string, read: (run: Run) => readonly string[]) => {
    const found = new Map<string, number>();
    for (const value of runs.flatMap(read)) found.set(value, (found.get(value) ?? 0) + 1);
    const values = [...found].map(([value, n]) => ({ value, runs: n })).sort((x, y) => y.runs - x.runs);
    return { by, values };
  };
  const lists = [
    count('agent', (run) => [run.agent]),
    count('outcome', (run) => [run.outcome.value]),
    count('state', (run) => [run.state]),
    count('release', (run) => [run.release ?? '']),
    count('model', (run) => run.models),
    count('tool', (run) => run.tools),
  ];
  return { total: runs.length, facets: lists };
}

const views: SavedViewList = {
  items: [
    ...[{ id: 'svw_1', name: 'Failed refunds', page: 'runs' as const, search: 'agent=refund-clerk&outcome=failed' }],
  ].map((view) => ({ ...view, teamId: 'tea_1', createdBy: 'per_1', createdAt: '2026-11-20T09:00:00.000Z' })),
};

const steps = (runs: readonly Run[], stepsOf: (run: Run) => Step[]): ListedSteps => ({
  items: runs.slice(0, 20).flatMap((run) =>
    stepsOf(run).map((step) => ({
      ...{ runId: run.id, spanId: step.spanId, teamId: run.teamId, agent: step.agent, environment: run.environment },
      ...{ release: run.release, kind: step.kind, model: step.model, provider: step.provider, tool: step.tool },
      ...{ startedAt: step.startedAt, durationMs: step.durationMs, firstTokenMs: null, isError: step.isError },
      ...{ inputTokens: step.tokens.input, outputTokens: step.tokens.output, costUsd: null },
    })),
  ),
  nextCursor: null,
});

const users = (runs: readonly Run[]): ListedUsers => ({
  items: [...Map.groupBy(runs, (run) => run.user ?? 'u-0')].map(([user, own]) => ({
    ...{
      teamId: own[0]!.teamId,
      user,
      runs: own.length,
      conversations: 1,
      agents: [...new Set(own.map((run) => run.agent))],
    },
    ...{ firstAt: own.at(-1)!.startedAt, lastAt: own[0]!.startedAt, errors: own.reduce((n, run) => n + run.errors, 0) },
    outcomes: own.reduce((sum, run) => ({ ...sum, [keys[run.outcome.value]]: sum[keys[run.outcome.value]] + 1 }), {
      ...none,
    }),
    ...{ inputTokens: null, outputTokens: 120, costUsd: 0.5, unknownCostRuns: 1 },
  })),
  nextCursor: null,
});

function comparison(a: Run, b: Run, stepsOf: (run: Run) => Step[]): Comparison {
  const sizes = { input: 1200, output: 80 };
  const [left, right] = [stepsOf(a), stepsOf(b)];
  const rows = left.map((step, i): Comparison['rows'][number] => {
    const other = right[i];
    if (other === undefined || i === 2) return { a: { step, sizes }, b: null, differs: ['missing'] };
    return { a: { step, sizes }, b: { step: other, sizes: { ...sizes, input: 300 + i } }, differs: ['input'] };
  });
  return { a, b, rows, firstDivergence: rows.length > 2 ? 2 : null, truncated: false };
}
