import type { Step } from 'signalbox/contract/monitoring';

/** A step with those under it, or (`missing`) a parent that other steps name and that never arrived. */
export type StepNode = {
  id: string;
  step: Step | null;
  depth: number;
  children: StepNode[];
  /** Steps below, at any depth. */
  below: number;
  /** The deepest failing step is here or below. */
  failing: boolean;
};

/**
 * Parents before children, siblings by start. Steps whose parent did not arrive stand under a node that says so; the run's top
 * step keeps its place though its own parent lies outside the run. A loop of parents is cut where it is met. O(n log n).
 */
export function stepTree(steps: readonly Step[], topSpanId: string): StepNode[] {
  const nodes = new Map(steps.map((step) => [step.spanId, node(step.spanId, step)]));
  const missing = new Map<string, StepNode>();
  const roots: StepNode[] = [];
  for (const n of nodes.values()) {
    const parent = n.step!.parentSpanId;
    if (parent === null || n.id === topSpanId || parent === n.id) roots.push(n);
    else (nodes.get(parent) ?? absent(missing, parent)).children.push(n);
  }
  const tops = [...roots, ...missing.values()];
  const reached = new Set<StepNode>();
  for (const top of tops) reach(top, reached);
  // What no root reaches hangs in a loop of parents: its earliest member becomes a root, its loop is cut there.
  for (const n of [...nodes.values()].sort(byStart)) {
    if (reached.has(n)) continue;
    nodes.get(n.step!.parentSpanId!)!.children = nodes.get(n.step!.parentSpanId!)!.children.filter((c) => c !== n);
    tops.push(n);
    reach(n, reached);
  }
  const first = (n: StepNode): number => (n.id === topSpanId ? 0 : n.step === null ? 2 : 1);
  tops.sort((a, b) => first(a) - first(b) || byStart(a, b));
  settle(tops);
  return tops;
}

const node = (id: string, step: Step | null): StepNode => ({
  id,
  step,
  depth: 0,
  children: [],
  below: 0,
  failing: step?.isError ?? false,
});

function absent(missing: Map<string, StepNode>, id: string): StepNode {
  const made = missing.get(id) ?? node(id, null);
  missing.set(id, made);
  return made;
}

/** Start of a node; an absent parent starts where its first child does. */
const start = (n: StepNode): number => n.step?.offsetMs ?? Math.min(...n.children.map((c) => c.step?.offsetMs ?? 0));
const byStart = (a: StepNode, b: StepNode): number => start(a) - start(b) || (a.id < b.id ? -1 : 1);

/** Without recursion: a run may be ten thousand steps deep. */
function reach(from: StepNode, reached: Set<StepNode>): void {
  const stack = [from];
  for (let n = stack.pop(); n; n = stack.pop()) {
    if (reached.has(n)) continue;
    reached.add(n);
    stack.push(...n.children);
  }
}

/** Sorts siblings, sets depths, then counts from the leaves up. */
function settle(tops: readonly StepNode[]): void {
  const order: StepNode[] = [];
  const stack = [...tops];
  for (let n = stack.pop(); n; n = stack.pop()) {
    order.push(n);
    n.children.sort(byStart);
    for (const child of n.children) {
      child.depth = n.depth + 1;
      stack.push(child);
    }
  }
  for (const n of order.reverse()) {
    for (const child of n.children) {
      n.below += child.below + 1;
      n.failing ||= child.failing;
    }
  }
}
