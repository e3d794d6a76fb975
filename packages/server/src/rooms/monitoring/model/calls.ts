import type { SpanFact, Tokens } from './facts.ts';
import { descendants, endOf, nearestAbove, type Node, type Trace } from './tree.ts';

/** The counted calls, each with its tokens. */
export type Calls = ReadonlyMap<Node, Tokens>;

const isCall = (node: Node): boolean => node.span.kind === 'llm' || node.span.kind === 'embedding';

/**
 * The spans that stand for one model call each. Wrappers over SDKs that emit spans themselves describe a call twice:
 * as parent and child (the leaf counts), or as siblings when streaming (same response id, or the same model within the
 * same time). Of two siblings the one that tells more about its usage counts.
 */
export function countedCalls(trace: Trace): Calls {
  const calls = trace.nodes.filter(isCall);
  const counted = new Set(calls);
  const wrapperOf = nearestAbove(trace, isCall);
  for (const call of calls) counted.delete(wrapperOf(call)!);
  for (const same of groupBy([...counted], (call) => call.span.responseId)) {
    if (same[0]!.span.responseId !== '') keepBest(same, counted);
  }
  for (const siblings of groupBy([...counted], (call) => call.span.parentSpanId)) dropContained(siblings, counted);
  return new Map([...counted].map((call) => [call, callTokens(call, wrapperOf(call))]));
}

/** Its own usage, else what the wrapper around just this call says. */
function callTokens(call: Node, wrapper: Node | null): Tokens {
  if (hasUsage(call.span) || wrapper === null || !hasUsage(wrapper.span)) return call.span.tokens;
  for (const node of descendants(wrapper)) if (isCall(node) && node !== call) return call.span.tokens;
  return wrapper.span.tokens;
}

/** `siblings` come in order of their start, so only those that begin before a call has ended can lie within it. */
function dropContained(siblings: readonly Node[], counted: Set<Node>): void {
  for (const [index, outer] of siblings.entries()) {
    for (let next = index + 1; next < siblings.length; next++) {
      const inner = siblings[next]!;
      if (inner.span.startNs > endOf(outer.span)) break;
      if (counted.has(outer) && counted.has(inner) && twins(outer.span, inner.span)) keepBest([outer, inner], counted);
    }
  }
}

/** Two conventions' spans of one model, one within the other's time. */
const twins = (outer: SpanFact, inner: SpanFact): boolean =>
  outer.dialect !== inner.dialect &&
  outer.kind === inner.kind &&
  (outer.responseId === '' || inner.responseId === '') &&
  sameModel(outer.model, inner.model) &&
  (endOf(inner) <= endOf(outer) || (inner.startNs === outer.startNs && endOf(outer) <= endOf(inner)));

const sameModel = (a: string, b: string): boolean => a === '' || b === '' || a.startsWith(b) || b.startsWith(a);

function keepBest(group: readonly Node[], counted: Set<Node>): void {
  const best = group.reduce((held, next) => (telling(next.span) > telling(held.span) ? next : held));
  for (const call of group) if (call !== best) counted.delete(call);
}

/** How much a span tells of its usage; a response id decides between equals. */
const telling = (span: SpanFact): number =>
  Object.values(span.tokens).filter((value) => value !== null).length * 2 + (span.responseId === '' ? 0 : 1);

const hasUsage = (span: SpanFact): boolean => span.tokens.input !== null || span.tokens.output !== null;

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
