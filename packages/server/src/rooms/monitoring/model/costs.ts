import type { Calls } from './calls.ts';
import type { Costing, StepCost, StepFact } from './facts.ts';
import { nearestAbove, type Node, type Trace } from './tree.ts';

/** Cost unknown, or told by another span. */
export const noCost: StepCost = { nanoUsd: null, source: '', priceVersion: '' };
const coveredCost: StepCost = { nanoUsd: null, source: 'covered', priceVersion: '' };

/**
 * What each span adds to the cost of its trace. A cost that a client told wins over one from the price list, the deepest
 * of several above each other counts, and what lies under it is covered. `totals`: wrappers whose tokens count, since none
 * below tells any.
 */
export function costsOf(trace: Trace, calls: Calls, totals: ReadonlySet<Node>, costing: Costing) {
  const told = reported(trace, calls);
  const costs = new Map<Node, StepCost>();
  const carriers = new Set<Node>();
  for (const node of told) {
    costs.set(node, { nanoUsd: node.span.costNanoUsd, source: 'reported', priceVersion: '' });
    carriers.add(node);
  }
  const toldAbove = nearestAbove(trace, (node) => told.has(node));
  const compute = (node: Node, tokens = node.span.tokens): boolean => {
    if (told.has(node) || toldAbove(node) !== null) return false;
    const made = costing(node.span, tokens);
    if (made === null) return false;
    costs.set(node, { nanoUsd: made.nanoUsd, source: 'computed', priceVersion: made.version });
    return true;
  };
  for (const node of totals) if (compute(node)) carriers.add(node);
  const carrierAbove = nearestAbove(trace, (node) => carriers.has(node));
  for (const [node, tokens] of calls) {
    if (costs.has(node)) continue;
    if (carrierAbove(node) !== null) costs.set(node, coveredCost);
    else compute(node, tokens);
  }
  return costs;
}

/** Is this a call that cost nobody knows what? One that failed and told no tokens is taken to have cost nothing. */
export const isUncosted = (step: StepFact): boolean =>
  step.countsCall && step.cost.source === '' && !(step.isError && step.tokens.input === null);

/** The deepest spans that tell a cost. Of two siblings that describe one call, the one that does not count tells nothing. */
function reported(trace: Trace, calls: Calls): Set<Node> {
  const below = new Set<Node>();
  const callBelow = new Set<Node>();
  const told = new Set<Node>();
  for (const node of trace.preorder.toReversed()) {
    const counts = calls.has(node) || callBelow.has(node);
    const tells = node.span.costNanoUsd !== null && (counts || !isCall(node));
    if (tells && !below.has(node)) told.add(node);
    if (node.parent === null) continue;
    if (tells || below.has(node)) below.add(node.parent);
    if (counts) callBelow.add(node.parent);
  }
  return told;
}

const isCall = ({ span }: Node): boolean => span.kind === 'llm' || span.kind === 'embedding';
