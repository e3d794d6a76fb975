import { type Calls, countedCalls } from './calls.ts';
import { costsOf, noCost } from './costs.ts';
import { deepestErrors } from './errors.ts';
import { countedTools } from './tools.ts';
import {
  type Costing,
  type Observe,
  type RunFact,
  type SpanFact,
  type StepCost,
  type StepFact,
  type TraceFacts,
  unknownTokens,
} from './facts.ts';
import { releasesOf } from './releases.ts';
import { summariseInvocations, summariseRun } from './summarise.ts';
import { placeInRuns, type Placement } from './placement.ts';
import type { ReportedOutcome } from './reported-outcome.ts';
import { type Share, sharesOf } from './by-team.ts';
import { buildTrace, nearestAbove, type Node, type Trace } from './tree.ts';

/**
 * Runs, invocations and steps of one trace from all rows of its spans, each team's for itself. Pure: the same rows give the
 * same facts in any order.
 * @param settled true once the trace has been quiet long enough that absent parents are taken to stay absent.
 * @param terms the price list, without which only reported costs are known; how releases are observed; outcomes told apart from spans.
 */
export function assembleTrace(rows: readonly SpanFact[], settled: boolean, terms: Partial<Terms> = {}): TraceFacts {
  const { shares, strays } = sharesOf(rows);
  const made = shares.map((share) => assembleShare(share, settled, { ...noTerms, ...terms }));
  const runs = made.flatMap((facts) => facts.runs);
  const runOf = (teamId: string): RunFact => runs.find((run) => run.teamId === teamId) ?? runs[0]!;
  return {
    runs,
    invocations: made.flatMap((facts) => facts.invocations),
    steps: [...made.flatMap((facts) => facts.steps), ...strays.map((span) => supersededStep(span, runOf(span.teamId)))],
    provisional: made.some((facts) => facts.provisional),
  };
}

function assembleShare({ rows, foreign }: Share, settled: boolean, { costing, observe, outcomes }: Terms): TraceFacts {
  const trace = buildTrace(rows, foreign);
  const calls = countedCalls(trace);
  const errors = deepestErrors(trace, calls);
  const reported = reportedTotals(trace, calls);
  const costs = costsOf(trace, calls, reported, costing);
  const tools = countedTools(trace);
  const placement = placeInRuns(trace, settled);
  const releaseOf = releasesOf(trace, placement, calls, observe);
  const counting = { calls, tools, errors, reported, costs, releaseOf };
  const steps = trace.nodes.map((node) => step(node, placement, counting));
  const byRun = Map.groupBy(steps, (made) => made.runId);
  const runs = placement.runs.map((run) => summariseRun(run, byRun.get(run.runId) ?? [], { rows, reported: outcomes }));
  const invocations = placement.runs.flatMap((run) =>
    summariseInvocations(run, byRun.get(run.runId) ?? [], { placement, reported: outcomes }),
  );
  const all = [...steps, ...trace.superseded.map((span) => supersededStep(span, placement.runs[0]!))];
  return { runs, invocations, steps: all, provisional: placement.provisional };
}

type Terms = { costing: Costing; observe: Observe; outcomes: readonly ReportedOutcome[] };

const noTerms: Terms = {
  costing: () => null,
  observe: (_, digest) => `observed·${digest.slice(0, 6)}`,
  outcomes: [],
};

type Counting = {
  calls: Calls;
  tools: ReadonlySet<Node>;
  errors: ReadonlySet<Node>;
  reported: ReadonlySet<Node>;
  costs: ReadonlyMap<Node, StepCost>;
  releaseOf: (node: Node) => string;
};

function step(node: Node, placement: Placement, counting: Counting): StepFact {
  const { span } = node;
  const run = placement.runOf.get(node)!;
  const invocation = placement.invocationOf.get(node) ?? null;
  const own = counting.calls.get(node);
  const carries = own !== undefined || counting.reported.has(node);
  return {
    span,
    runId: run.runId,
    invocationId: invocation?.span.spanId ?? run.topSpanId,
    agent: span.agent || invocation?.span.agent || run.agent,
    release: span.release || counting.releaseOf(node),
    environment: span.environment || run.environment,
    counted: true,
    isTop: node === run.lead,
    isError: counting.errors.has(node),
    countsCall: own !== undefined,
    countsTool: counting.tools.has(node),
    tokens: own ?? (carries ? span.tokens : unknownTokens),
    cost: counting.costs.get(node) ?? noCost,
  };
}

/** Wrappers whose repeated total is the only usage told: none below them, and no such wrapper above. */
function reportedTotals(trace: Trace, calls: Calls): Set<Node> {
  const told = new Set<Node>();
  for (const node of trace.preorder.toReversed()) {
    if ((told.has(node) || calls.get(node)?.input != null) && node.parent !== null) told.add(node.parent);
  }
  const silent = (node: Node): boolean => node.span.usageScope === 'reported' && !told.has(node);
  const above = nearestAbove(trace, silent);
  return new Set(trace.nodes.filter((node) => silent(node) && above(node) === null));
}

type NamedRun = Pick<RunFact, 'runId' | 'topSpanId' | 'agent' | 'release' | 'environment'>;

function supersededStep(span: SpanFact, run: NamedRun): StepFact {
  return {
    span,
    runId: run.runId,
    invocationId: run.topSpanId,
    agent: span.agent || run.agent,
    release: span.release || run.release,
    environment: span.environment || run.environment,
    counted: false,
    isTop: false,
    isError: false,
    countsCall: false,
    countsTool: false,
    tokens: unknownTokens,
    cost: noCost,
  };
}
