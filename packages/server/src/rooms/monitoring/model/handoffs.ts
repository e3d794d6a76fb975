import { nearestAbove, type Node, type Trace } from './tree.ts';

/**
 * Which agent each agent was handed the work by. A hand-off names the agent it goes to; that agent's span stands beside
 * the giver's, not below it, and they work on one task: one run. Only siblings under one parent, the next of that name.
 * @param tops the top-most agents of the trace, by start.
 */
export function handoffs(trace: Trace, tops: readonly Node[]): Map<Node, Node> {
  const giverOf = new Map<Node, Node>();
  const topAbove = nearestAbove(trace, (node) => tops.includes(node));
  for (const handoff of trace.nodes) {
    if (handoff.span.kind !== 'handoff' || handoff.span.tool === '') continue;
    const giver = topAbove(handoff);
    if (giver === null || giver.span.parentSpanId === '') continue;
    const taker = tops.find((top) => !giverOf.has(top) && takes(top, handoff, giver));
    if (taker !== undefined) giverOf.set(taker, giver);
  }
  return giverOf;
}

/** Clients round starts to the millisecond, so the taker may begin with the hand-off, and never before it. */
const takes = (top: Node, handoff: Node, giver: Node): boolean =>
  top !== giver &&
  top.span.agent === handoff.span.tool &&
  top.span.parentSpanId === giver.span.parentSpanId &&
  top.span.startNs >= handoff.span.startNs &&
  top.span.startNs > giver.span.startNs;

/** The agents of one run joined: each group begins with the agent that gave first, and ends with the one that took last. */
export function joined(tops: readonly Node[], giverOf: ReadonlyMap<Node, Node>): Node[][] {
  const groups = new Map<Node, Node[]>();
  for (const top of tops) {
    let first = top;
    // Every taker begins after its giver, so this comes to an end.
    for (let giver = giverOf.get(first); giver !== undefined; giver = giverOf.get(first)) first = giver;
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [top]);
    else group.push(top);
  }
  return [...groups.values()];
}
