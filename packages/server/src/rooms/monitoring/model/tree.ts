import type { SpanFact } from './facts.ts';

/** A span in its trace. */
export type Node = {
  span: SpanFact;
  parent: Node | null;
  children: Node[];
  /** The parent is named but not here, or would close a circle. */
  orphan: boolean;
};

/** `nodes` by start; `preorder` parents before children; `superseded` rows of ids that another row stands for. */
export type Trace = { nodes: Node[]; roots: Node[]; preorder: Node[]; superseded: SpanFact[] };

/**
 * The tree of what one team sent of a trace, each span id once: of its rows the one inserted last wins, whatever its start
 * says. A span whose parent is `foreign` begins there.
 */
export function buildTrace(rows: readonly SpanFact[], foreign: ReadonlySet<string> = new Set()): Trace {
  const superseded: SpanFact[] = [];
  const standing: SpanFact[] = [];
  const replaced: SpanFact[] = [];
  for (const same of Map.groupBy(rows, (row) => row.spanId).values()) {
    const winner = same.length === 1 ? same[0]! : winnerOf(same);
    (winner.marks.includes('superseded') ? replaced : standing).push(winner);
    for (const row of same) if (row !== winner && !sameRow(row, winner)) superseded.push(row);
  }
  // A trace that was a span of its own before its spans came; alone, it still is one.
  const winners = standing.length > 0 ? standing : replaced;
  if (winners === standing) superseded.push(...replaced);
  const byId = new Map<string, Node>();
  for (const span of winners) byId.set(span.spanId, { span, parent: null, children: [], orphan: false });
  const nodes = [...byId.values()].sort(byStart);
  for (const node of nodes) {
    if (node.span.parentSpanId === '') continue;
    node.parent = byId.get(node.span.parentSpanId) ?? null;
    node.orphan = node.parent === null && !foreign.has(node.span.parentSpanId);
  }
  cutCircles(nodes);
  for (const node of nodes) node.parent?.children.push(node);
  const roots = nodes.filter((node) => node.parent === null);
  const preorder: Node[] = [];
  const stack = roots.toReversed();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    preorder.push(next);
    for (let index = next.children.length - 1; index >= 0; index--) stack.push(next.children[index]!);
  }
  return { nodes, roots, preorder, superseded };
}

export function* descendants(node: Node): Generator<Node> {
  const stack = [...node.children];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    stack.push(...next.children);
  }
}

/** For every node its nearest ancestor for which `fits` holds, the node itself excluded. One pass, whatever the depth. */
export function nearestAbove(trace: Trace, fits: (node: Node) => boolean): (node: Node) => Node | null {
  const found = new Map<Node, Node | null>();
  for (const node of trace.preorder) {
    const { parent } = node;
    found.set(node, parent === null ? null : fits(parent) ? parent : found.get(parent)!);
  }
  return (node) => found.get(node) ?? null;
}

export function endOf(span: SpanFact): bigint {
  return span.startNs + (span.durationNs ?? 0n);
}

/** A span that claims to be its own ancestor becomes a root: of each circle the earliest span is cut off. */
function cutCircles(nodes: readonly Node[]): void {
  const walk = new Map<Node, number>();
  for (const [index, start] of nodes.entries()) {
    let node: Node | null = start;
    while (node !== null && !walk.has(node)) {
      walk.set(node, index);
      node = node.parent;
    }
    // Only a walk that meets its own path has found a circle; one that meets an earlier walk is already sound.
    if (node === null || walk.get(node) !== index) continue;
    let earliest = node;
    for (let next = node.parent!; next !== node; next = next.parent!) if (byStart(next, earliest) < 0) earliest = next;
    earliest.parent = null;
    earliest.orphan = true;
  }
}

const byStart = (a: Node, b: Node): number =>
  a.span.startNs < b.span.startNs ? -1 : a.span.startNs > b.span.startNs ? 1 : a.span.spanId < b.span.spanId ? -1 : 1;

const winnerOf = (rows: readonly SpanFact[]): SpanFact =>
  rows.reduce((held, row) =>
    row.ingestedAt > held.ingestedAt || (row.ingestedAt === held.ingestedAt && row.startNs > held.startNs) ? row : held,
  );

/** The same key in the warehouse: the engine replaces it by itself. */
const sameRow = (a: SpanFact, b: SpanFact): boolean => a.startNs === b.startNs && a.bucket === b.bucket;
