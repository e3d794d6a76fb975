import type { Calls } from './calls.ts';
import type { SpanFact } from './facts.ts';
import { nearestAbove, type Node, type Trace } from './tree.ts';

/** By ingest's word, not by the status: a client may copy the status of one span to others. */
export const isFailing = (span: SpanFact): boolean => span.failed;

/**
 * The deepest failing spans: ancestors that only pass an error on are not counted, nor is the second of two sibling
 * spans that describe one model call.
 */
export function deepestErrors(trace: Trace, calls: Calls): Set<Node> {
  const failing = trace.nodes.filter((node) => isFailing(node.span));
  const passerOf = nearestAbove(trace, (node) => isFailing(node.span));
  const deepest = new Set(failing);
  for (const node of failing) deepest.delete(passerOf(node)!);
  for (const node of deepest) if (isCall(node) && !calls.has(node) && twinFails(node, calls)) deepest.delete(node);
  return deepest;
}

const isCall = (node: Node): boolean => node.span.kind === 'llm' || node.span.kind === 'embedding';

const twinFails = (node: Node, calls: Calls): boolean =>
  node.parent !== null &&
  node.parent.children.some((other) => other !== node && calls.has(other) && isFailing(other.span));
