import type { AgentGraph, GraphEdge, GraphNode } from './agent-graph.ts';

/** Pixels. */
export const box = { width: 176, height: 40 };
const space = { across: 104, down: 20, margin: 28 };

export type Placed = { node: GraphNode; x: number; y: number };
export type Drawn = { edge: GraphEdge; path: string; labelX: number; labelY: number };
export type GraphLayout = { nodes: Placed[]; edges: Drawn[]; width: number; height: number; left: number };

/**
 * A graph in columns: who asks stands left of what is asked (layers by longest path, as Sugiyama does), in a column near those that ask.
 * What goes back to the left, or stays in its column, bends below. Of more than `most` nodes those with most steps are drawn; `left`
 * counts the others.
 */
export function graphLayout(graph: AgentGraph, most = 60): GraphLayout {
  const order = new Map(graph.nodes.map((node, i) => [node.id, i]));
  const nodes = graph.nodes
    .toSorted((a, b) => b.steps - a.steps || order.get(a.id)! - order.get(b.id)!)
    .slice(0, most)
    .sort((a, b) => order.get(a.id)! - order.get(b.id)!);
  const shown = new Set(nodes.map((node) => node.id));
  const edges = graph.edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
  const layers = layersOf(
    nodes.map((node) => node.id),
    edges,
  );
  const columns: GraphNode[][] = [];
  for (const node of nodes) (columns[layers.get(node.id)!] ??= []).push(node);
  const rows = new Map<string, number>();
  for (const column of columns) {
    const wish = new Map(column.map((node) => [node.id, meanRow(node.id, edges, rows)]));
    column.sort((a, b) => wish.get(a.id)! - wish.get(b.id)! || order.get(a.id)! - order.get(b.id)!);
    column.forEach((node, i) => rows.set(node.id, i));
  }
  const tallest = Math.max(1, ...columns.map((column) => column.length));
  const pitch = box.height + space.down;
  const placed = columns.flatMap((column, x) =>
    column.map((node, y) => ({
      node,
      x: space.margin + x * (box.width + space.across),
      y: space.margin + (y + (tallest - column.length) / 2) * pitch,
    })),
  );
  const at = new Map(placed.map((one) => [one.node.id, one]));
  const bends = edges.some((edge) => layers.get(edge.to)! <= layers.get(edge.from)! && edge.kind !== 'return');
  return {
    nodes: placed,
    edges: edges.map((edge) => drawn(edge, at.get(edge.from)!, at.get(edge.to)!)),
    width: 2 * space.margin + columns.length * (box.width + space.across) - space.across,
    height: 2 * space.margin + tallest * pitch - space.down + (bends ? 2 * space.down : 0),
    left: graph.nodes.length - nodes.length,
  };
}

/** A column for each node, from the edges that lead forward: those that would close a ring are passed over. */
function layersOf(ids: readonly string[], edges: readonly GraphEdge[]): Map<string, number> {
  const next = Map.groupBy(
    edges.filter((edge) => edge.kind !== 'return'),
    (edge) => edge.from,
  );
  const state = new Map<string, 'open' | 'done'>();
  const done: string[] = [];
  const forward: GraphEdge[] = [];
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const edge of next.get(id) ?? []) {
      if (state.get(edge.to) === 'open') continue;
      forward.push(edge);
      if (!state.has(edge.to)) visit(edge.to);
    }
    state.set(id, 'done');
    done.push(id);
  };
  for (const id of ids) if (!state.has(id)) visit(id);
  const layers = new Map(ids.map((id) => [id, 0]));
  const ahead = Map.groupBy(forward, (edge) => edge.from);
  for (const id of done.reverse())
    for (const { to } of ahead.get(id) ?? []) layers.set(to, Math.max(layers.get(to)!, layers.get(id)! + 1));
  return layers;
}

/** The middle of the rows of those that ask; the end where nobody does. */
function meanRow(id: string, edges: readonly GraphEdge[], rows: ReadonlyMap<string, number>): number {
  const above = edges.flatMap((edge) => (edge.to === id && rows.has(edge.from) ? [rows.get(edge.from)!] : []));
  return above.length === 0 ? Number.MAX_SAFE_INTEGER : above.reduce((sum, row) => sum + row, 0) / above.length;
}

/** Calls from the upper half of a box, returns to the lower: the two between the same boxes never lie on each other. */
function drawn(edge: GraphEdge, from: Placed, to: Placed): Drawn {
  const back = edge.kind === 'return';
  const down = box.height * (back ? 0.72 : 0.36);
  const [a, b] = back && to.x < from.x ? [to, from] : [from, to];
  if (b.x > a.x) {
    const [x1, y1, x2, y2] = [a.x + box.width, a.y + down, b.x, b.y + down];
    const reach = (x2 - x1) / 2;
    const path =
      a === from
        ? `M${x1} ${y1}C${x1 + reach} ${y1} ${x2 - reach} ${y2} ${x2} ${y2}`
        : `M${x2} ${y2}C${x2 - reach} ${y2} ${x1 + reach} ${y1} ${x1} ${y1}`;
    // Nearer to the far end, where paths that begin together have parted.
    const t = a === from ? 0.68 : 0.6;
    return { edge, path, labelX: x1 + (x2 - x1) * t, labelY: y1 + (y2 - y1) * t * t * (3 - 2 * t) + (back ? 12 : -4) };
  }
  const [x1, x2] =
    from === to ? [from.x + box.width * 0.3, from.x + box.width * 0.7] : [from.x + box.width / 2, to.x + box.width / 2];
  const [y1, y2] = [from.y + box.height, to.y + box.height];
  const low = Math.max(y1, y2) + (from === to ? space.down : 2 * space.down);
  const path = `M${x1} ${y1}C${x1} ${low} ${x2} ${low} ${x2} ${y2}`;
  return { edge, path, labelX: (x1 + x2) / 2, labelY: low - (from === to ? 2 : 12) };
}
