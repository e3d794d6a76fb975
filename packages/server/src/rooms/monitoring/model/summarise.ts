import type { InvocationFact, RunFact, SpanFact, StepFact } from './facts.ts';
import { addStep, emptySum } from './figures.ts';
import { outcomeOf } from './outcome.ts';
import type { Placement, RunGroup } from './placement.ts';
import { decideOutcome, reportedFor, type ReportedOutcome } from './reported-outcome.ts';
import { endOf, type Node } from './tree.ts';

const none: readonly string[] = [];

/** Beside a run's steps: `rows` are all rows of the trace, duplicates too; `reported` is what was told of the trace apart from them. */
type Known = { rows: readonly SpanFact[]; reported: readonly ReportedOutcome[] };

/** The row of one run from the steps that belong to it. */
export function summariseRun(run: RunGroup, own: readonly StepFact[], { rows, reported }: Known): RunFact {
  const spans = own.map((step) => step.span);
  const sum = emptySum();
  for (const step of own) addStep(sum, step);
  const top = run.top?.span ?? null;
  const lead = run.lead.span;
  const last = run.last?.span ?? null;
  const startNs = top?.startNs ?? spans.reduce((low, span) => (span.startNs < low ? span.startNs : low), lead.startNs);
  const lastEndNs = spans.reduce((high, span) => (endOf(span) > high ? endOf(span) : high), endOf(lead));
  const calls = own.filter((step) => step.countsCall).map((step) => step.span);
  const first = (pick: (span: SpanFact) => string): string => (top !== null && pick(top)) || firstOf(spans, pick);
  const { outcome, disputed } = decideOutcome(
    outcomeOf(
      last,
      own,
      first((span) => span.outcome),
    ),
    toldOf(run, reported, { spanId: run.topSpanId, agent: run.agent }),
  );
  return {
    ...sum,
    runId: run.runId,
    traceId: lead.traceId,
    topSpanId: run.topSpanId,
    teamId: lead.teamId,
    bound: spans.every((span) => span.bound),
    bucket: (top ?? lead).bucket,
    firstBucket: rows.reduce((low, row) => (row.bucket < low ? row.bucket : low), lead.bucket),
    progress: top !== null && last?.marks.includes('no_end') === false ? 'ended' : 'open',
    name: (top ?? lead).name,
    agent: run.agent,
    agents: agentsOf(run),
    service: lead.service,
    release: run.release,
    environment: run.environment,
    conversation: first((span) => span.conversation),
    user: first((span) => span.user),
    startNs,
    lastEndNs,
    durationNs: durationOf(top, last),
    lastIngested: rows.reduce((high, row) => (row.ingestedAt > high ? row.ingestedAt : high), 0),
    outcome,
    invocations: Math.max(1, run.nodes.filter((node) => node.span.kind === 'agent').length),
    models: unique(calls.map((span) => span.model)),
    tools: unique(spans.filter((span) => span.kind === 'tool').map((span) => span.tool || span.name)),
    tags: unique(spans.flatMap((span) => span.tags)),
    promptName: first((span) => span.promptName),
    promptVersion: first((span) => span.promptVersion),
    inputPreview: (top?.inputPreview ?? '') || firstOf(calls, (span) => span.inputPreview),
    outputPreview: (last?.outputPreview ?? '') || firstOf(calls.toReversed(), (span) => span.outputPreview),
    marks: unique([
      ...(run.orphan ? ['orphan'] : none),
      ...(disputed ? ['disputed'] : none),
      ...spans.flatMap((span) => span.marks),
    ]),
  };
}

/** What was told of a run, or of an invocation of it. A run and its top invocation are one to who tells of them. */
const toldOf = (
  run: RunGroup,
  reported: readonly ReportedOutcome[],
  { spanId, agent }: { spanId: string; agent: string },
): ReportedOutcome[] => {
  const own = { teamId: run.lead.span.teamId, environment: run.environment, agent };
  return reportedFor(reported, { ...own, spanId, isTop: spanId === run.topSpanId });
};

/** Names of the agent spans; where none arrived, the agents that other spans say they work for. */
function agentsOf({ nodes }: RunGroup): string[] {
  // An embedding on its own is nobody's work.
  const named = nodes.filter((node) => node.span.agent !== '' && node.span.kind !== 'embedding');
  const own = named.filter((node) => node.span.kind === 'agent');
  return unique((own.length > 0 ? own : named).map((node) => node.span.agent));
}

/** From the first agent's start to the last one's end. */
function durationOf(top: SpanFact | null, last: SpanFact | null): bigint | null {
  if (top === null || last === null || last === top) return top?.durationNs ?? null;
  if (top.durationNs === null || last.durationNs === null) return null;
  return (endOf(last) > endOf(top) ? endOf(last) : endOf(top)) - top.startNs;
}

/** One row per agent span of the run; a run without any is its own single invocation. */
export function summariseInvocations(
  run: RunGroup,
  steps: readonly StepFact[],
  { placement, reported }: { placement: Placement; reported: readonly ReportedOutcome[] },
): InvocationFact[] {
  const agents = run.nodes.filter((node) => node.span.kind === 'agent');
  const told = (made: InvocationFact): InvocationFact => {
    const { outcome } = decideOutcome(made.outcome, toldOf(run, reported, made));
    return { ...made, outcome };
  };
  if (agents.length === 0) return [told(invocation(run, run.lead, run.topSpanId, steps))];
  const own = new Map<string, StepFact[]>(agents.map((node) => [node.span.spanId, []]));
  for (const step of steps) own.get(step.invocationId)?.push(step);
  return agents.map((node) => {
    const parent = placement.agentAbove(node);
    const made = told(invocation(run, node, node.span.spanId, own.get(node.span.spanId)!));
    return { ...made, parentInvocationId: parent?.span.spanId ?? '' };
  });
}

function invocation(run: RunGroup, node: Node, spanId: string, own: readonly StepFact[]): InvocationFact {
  const sum = emptySum();
  for (const step of own) addStep(sum, step);
  const here = node.span.spanId === spanId ? node.span : null;
  return {
    ...sum,
    span: node.span,
    runId: run.runId,
    spanId,
    parentInvocationId: '',
    agent: node.span.agent || (node.span.kind === 'agent' ? (node.span.serviceAgent ?? node.span.service) : run.agent),
    release: own.find((step) => step.span === node.span)?.release ?? run.release,
    environment: node.span.environment || run.environment,
    isTop: spanId === run.topSpanId,
    outcome: outcomeOf(here, own, node.span.outcome),
    priceVersions: unique(own.map((step) => step.cost.priceVersion)),
  };
}

const unique = (values: readonly string[]): string[] => [...new Set(values.filter((value) => value !== ''))];

const firstOf = (spans: readonly SpanFact[], pick: (span: SpanFact) => string): string => {
  for (const span of spans) if (pick(span) !== '') return pick(span);
  return '';
};
