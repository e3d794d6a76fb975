import type { StepNode } from './step-tree.ts';

/** The rows on show: depth first, nothing under a collapsed node. */
export function visibleSteps(tops: readonly StepNode[], collapsed: ReadonlySet<string>): StepNode[] {
  const rows: StepNode[] = [];
  const stack = [...tops].reverse();
  for (let n = stack.pop(); n; n = stack.pop()) {
    rows.push(n);
    if (collapsed.has(n.id)) continue;
    for (let i = n.children.length - 1; i >= 0; i--) stack.push(n.children[i]!);
  }
  return rows;
}

/** The node with this id and its ancestors, outermost first; empty when it is not in the tree. */
export function pathTo(tops: readonly StepNode[], id: string): StepNode[] {
  const above = new Map<StepNode, StepNode>();
  const stack = [...tops];
  for (let n = stack.pop(); n; n = stack.pop()) {
    if (n.id === id) {
      const path = [n];
      for (let up = above.get(n); up; up = above.get(up)) path.unshift(up);
      return path;
    }
    for (const child of n.children) {
      above.set(child, n);
      stack.push(child);
    }
  }
  return [];
}
