import { nearestAbove, type Node, type Trace } from './tree.ts';

/**
 * Which agent each agent was handed the work by. A hand-off names the agent it goes to; that agent's span stands beside
 * the giver's, not below it, and they work on one task: one run. Only siblings under one parent, the next of that name.
 * @param tops the top-most agents of the trace, by start.
 */
export function handoffs(trace: Trace, tops: readonly Node[]): Map<Node, Node> {
  const giverOf = new Map<Node, Node>();
  const sent = trace.nodes.filter(({ span }) => span.kind === 'handoff' && span.tool !== '');
  if (sent.length === 0) return giverOf;
  const isTop = new Set(tops);
  const topAbove = nearestAbove(trace, (node) => isTop.has(node));
  const byAgent = Map.groupBy(tops, ({ span }) => span.agent);
  for (const handoff of sent) {
    const giver = topAbove(handoff);
    if (giver === null || giver.span.parentSpanId === '') continue;
    const named = byAgent.get(handoff.span.tool) ?? [];
    const taker = named.find((top) => !giverOf.has(top) && takes(top, handoff, giver));
    if (taker !== undefined) giverOf.set(taker, giver);
  }
  return giverOf;
}

/** Clients round starts to the millisecond, so the taker may begin with the hand-off, and never before it. */
const takes = (top: Node, handoff: Node, giver: Node): boolean =>
  top !== giver &&
  top.span.parentSpanId === giver.span.parentSpanId &&
  top.span.startNs >= handoff.span.startNs &&
  top.span.startNs > giver.span.startNs;

/** The agents of one run joined: each group begins with the agent that gave first, and ends with the one that took last. */
export function joined(tops: readonly Node[], giverOf: ReadonlyMap<Node, Node>): Node[][] {
  const groupOf = new Map<Node, Node[]>();
  const groups: Node[][] = [];
  for (const top of tops) {
    // A giver begins before its taker, so its group is known; unless it waits for its parent and is in none.
    const giver = giverOf.get(top);
    let group = giver === undefined ? undefined : groupOf.get(giver);
    if (group === undefined) groups.push((group = []));
    group.push(top);
    groupOf.set(top, group);
  }
  return groups;
}
