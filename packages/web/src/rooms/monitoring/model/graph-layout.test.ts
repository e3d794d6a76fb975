import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AgentGraph, GraphEdge, GraphNode } from './agent-graph.ts';
import { box, graphLayout } from './graph-layout.ts';

const node = (id: string, steps = 1): GraphNode => ({
  ...{ id, kind: 'agent', name: id, steps, errors: 0, durationMs: null, stepId: null },
});
const edge = (from: string, to: string, kind: GraphEdge['kind'] = 'call'): GraphEdge => ({
  ...{ from, to, kind, count: 1, errors: 0 },
});
const graph = (ids: string[], edges: GraphEdge[]): AgentGraph => ({
  nodes: ids.map((id) => node(id)),
  edges,
  loops: [],
});
const columns = (of: AgentGraph): Record<string, number> => {
  const { nodes } = graphLayout(of);
  const xs = [...new Set(nodes.map((n) => n.x))].sort((a, b) => a - b);
  return Object.fromEntries(nodes.map((n) => [n.node.id, xs.indexOf(n.x)]));
};

test('who asks stands left of what is asked, by the longest way', () => {
  const edges = [edge('lead', 'writer'), edge('lead', 'model'), edge('writer', 'tool'), edge('tool', 'model')];
  expect(columns(graph(['lead', 'writer', 'model', 'tool'], edges))).toEqual({ lead: 0, writer: 1, tool: 2, model: 3 });
});

test('returns and rings do not push anything to the right', () => {
  const edges = [edge('a', 'b', 'handoff'), edge('b', 'a', 'handoff'), edge('b', 'a', 'return'), edge('a', 'a')];
  expect(columns(graph(['a', 'b'], edges))).toEqual({ a: 0, b: 1 });
});

test('in a column things stand in the order of those that ask for them', () => {
  const edges = [edge('t', 'a'), edge('t', 'b'), edge('b', 'y'), edge('a', 'z')];
  const at = Object.fromEntries(
    graphLayout(graph(['t', 'a', 'b', 'y', 'z'], edges)).nodes.map((n) => [n.node.id, n.y]),
  );
  expect(at['z']! < at['y']!).toBe(true);
});

test('of too many those with most steps are drawn, and the rest counted', () => {
  const many = { ...graph([], []), nodes: Array.from({ length: 90 }, (_, i) => node(`n${i}`, i)) };
  const { nodes, left, edges } = graphLayout({ ...many, edges: [edge('n0', 'n89')] });
  expect([nodes.length, left, edges.length, nodes.some((n) => n.node.id === 'n89')]).toEqual([60, 30, 0, true]);
});

test('an empty graph has a size', () => {
  const { width, height, nodes } = graphLayout(graph([], []));
  expect([nodes, Number.isFinite(width), height > 0]).toEqual([[], true, true]);
});

test('whatever the graph: no boxes overlap, all is inside, each edge is drawn', () => {
  const any = fc.record({
    n: fc.integer({ min: 1, max: 12 }),
    edges: fc.array(
      fc.tuple(fc.nat(11), fc.nat(11), fc.constantFrom('call' as const, 'handoff' as const, 'return' as const)),
      { maxLength: 30 },
    ),
  });
  fc.assert(
    fc.property(any, ({ n, edges }) => {
      const ids = Array.from({ length: n }, (_, i) => `n${i}`);
      const own = edges.filter(([a, b]) => a < n && b < n).map(([a, b, kind]) => edge(`n${a}`, `n${b}`, kind));
      const { nodes, edges: drawn, width, height } = graphLayout(graph(ids, own));
      expect([nodes.length, drawn.length]).toEqual([n, own.length]);
      for (const [i, a] of nodes.entries()) {
        expect(a.x >= 0 && a.y >= 0 && a.x + box.width <= width && a.y + box.height <= height).toBe(true);
        for (const b of nodes.slice(i + 1))
          expect(Math.abs(a.x - b.x) >= box.width || Math.abs(a.y - b.y) >= box.height).toBe(true);
      }
      for (const { path, labelX, labelY } of drawn) {
        expect(path).toMatch(/^M[-\d.e]+ [-\d.e]+C/);
        expect(labelX >= 0 && labelX <= width && labelY <= height + 30).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
