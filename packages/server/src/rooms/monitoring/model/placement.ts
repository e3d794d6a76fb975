import { handoffs, joined } from './handoffs.ts';
import { endOf, nearestAbove, type Node, type Trace } from './tree.ts';

/** A run as a set of spans. `lead` is the earliest of its highest spans; `top` is null while the named top is not here. */
export type RunGroup = {
  runId: string;
  topSpanId: string;
  top: Node | null;
  lead: Node;
  /** Whose end tells the outcome: `top`, the last agent it was handed to, or what failed highest where the top never came. */
  last: Node | null;
  nodes: Node[];
  agent: string;
  release: string;
  environment: string;
  orphan: boolean;
};

export type Placement = {
  runs: RunGroup[];
  runOf: Map<Node, RunGroup>;
  invocationOf: Map<Node, Node>;
  /** Agents share a run only because the parent they wait for may still come. */
  provisional: boolean;
  /** The next agent span above an agent span, or the agent that handed over to it. */
  agentAbove: (node: Node) => Node | null;
};

const isAgent = (node: Node): boolean => node.span.kind === 'agent';

/**
 * Which run and which invocation each span belongs to. Every top-most agent span begins a run; a trace without one is
 * one run. While a trace is still moving, agents under an absent parent share one provisional run, since that parent may
 * be the agent above them all; once settled each stands alone, but for those that one handed the work to another. Spans
 * outside any agent go to the earliest run.
 */
export function placeInRuns(trace: Trace, settled: boolean): Placement {
  const agentAbove = nearestAbove(trace, isAgent);
  const tops = trace.nodes.filter((node) => isAgent(node) && agentAbove(node) === null);
  const loose = looseNodes(trace);
  const whole = tops.filter((top) => settled || !loose.has(top));
  const waiting = tops.filter((top) => !settled && loose.has(top));
  const giverOf = handoffs(trace, tops);
  const leads = [...joined(whole, giverOf), ...(waiting.length > 0 ? [waiting] : [])].sort((a, b) =>
    order(a[0]!, b[0]!),
  );
  const runs = leads.length > 0 ? leads.map((group) => agentRun(group, giverOf, loose)) : [plainRun(trace, settled)];
  const runOf = new Map<Node, RunGroup>();
  const invocationOf = new Map<Node, Node>();
  const byTop = new Map(runs.flatMap((run, index) => (leads[index] ?? []).map((top) => [top, run] as const)));
  const topAbove = nearestAbove(trace, (node) => byTop.has(node));
  for (const node of trace.nodes) {
    const agent = isAgent(node) ? node : agentAbove(node);
    const run = byTop.get(node) ?? byTop.get(topAbove(node)!) ?? runs[0]!;
    runOf.set(node, run);
    run.nodes.push(node);
    if (agent !== null) invocationOf.set(node, agent);
    else if (run.top !== null && node !== run.top && isAgent(run.top)) invocationOf.set(node, run.top);
  }
  for (const run of runs) describe(run);
  const above = (node: Node): Node | null => agentAbove(node) ?? giverOf.get(node) ?? null;
  return { runs, runOf, invocationOf, agentAbove: above, provisional: waiting.length > 0 };
}

function agentRun(group: readonly Node[], giverOf: ReadonlyMap<Node, Node>, loose: ReadonlySet<Node>): RunGroup {
  const lead = group[0]!;
  const last = group.findLast((node) => node === lead || giverOf.has(node)) ?? lead;
  return { ...newGroup(lead, lead.span.spanId, lead, loose.has(lead)), last };
}

/** No agent anywhere: named by the root, or by the absent parent's id, which stays the same when that span arrives. */
function plainRun(trace: Trace, settled: boolean): RunGroup {
  const whole = trace.roots.filter((node) => !node.orphan);
  const root = whole[0];
  // Several beside each other with nothing above them: the work ends with the last, and as that ended.
  if (root !== undefined) return { ...newGroup(root, root.span.spanId, root, false), last: whole.reduce(laterOf) };
  const lead = trace.roots[0]!;
  // While the top may still come, it may have recovered.
  const last = settled ? trace.roots.at(-1)! : null;
  return { ...newGroup(lead, lead.span.parentSpanId, null, true), last: last?.span.failed === true ? last : null };
}

/** One that has not ended ends after all others. */
const laterOf = (held: Node, next: Node): Node =>
  held.span.durationNs !== null && (next.span.durationNs === null || endOf(next.span) > endOf(held.span)) ? next : held;

const newGroup = (lead: Node, topSpanId: string, top: Node | null, orphan: boolean): RunGroup => ({
  runId: `${lead.span.traceId}-${topSpanId}`,
  topSpanId,
  top,
  lead,
  last: top,
  nodes: [],
  agent: '',
  release: '',
  environment: '',
  orphan,
});

/** Names that hold for the whole run: the top's own, else the first that any of its spans tells. */
function describe(run: RunGroup): void {
  const first = (pick: (node: Node) => string): string =>
    pick(run.top ?? run.lead) || pick(run.nodes.find((node) => pick(node) !== '') ?? run.lead);
  run.agent = first((node) => node.span.agent) || (run.lead.span.serviceAgent ?? run.lead.span.service);
  run.release = first((node) => node.span.release);
  run.environment = first((node) => node.span.environment);
}

/** Nodes whose chain of parents ends in one that is not here. */
function looseNodes(trace: Trace): Set<Node> {
  const loose = new Set<Node>();
  for (const node of trace.preorder)
    if (node.orphan || (node.parent !== null && loose.has(node.parent))) loose.add(node);
  return loose;
}

const order = (a: Node, b: Node): number =>
  a.span.startNs < b.span.startNs ? -1 : a.span.startNs > b.span.startNs ? 1 : a.span.spanId < b.span.spanId ? -1 : 1;
