import type { DependencyMap } from 'signalbox/contract/lifecycle';

type Node = DependencyMap['nodes'][number];
type Neighbour = { node: Node; invocations: number; declaredOnly: boolean };
export type MapRow = { node: Node; calls: Neighbour[]; calledBy: Neighbour[] };

/** Each agent with those it calls and those that call it, the busiest first; who has neither comes last. */
export function mapRows({ nodes, edges }: Pick<DependencyMap, 'nodes' | 'edges'>): MapRow[] {
  const byId = new Map(nodes.map((node) => [node.id, { node, calls: [], calledBy: [] } as MapRow]));
  for (const { from, to, invocations, source } of edges) {
    const [caller, called] = [byId.get(from), byId.get(to)];
    if (caller === undefined || called === undefined) continue;
    const facts = { invocations, declaredOnly: source === 'declared' };
    caller.calls.push({ node: called.node, ...facts });
    called.calledBy.push({ node: caller.node, ...facts });
  }
  const rows = [...byId.values()];
  for (const row of rows) for (const of of [row.calls, row.calledBy]) of.sort((a, b) => b.invocations - a.invocations);
  const degree = ({ calls, calledBy }: MapRow): number => calls.length + calledBy.length;
  return rows.toSorted((a, b) => degree(b) - degree(a) || (a.node.name < b.node.name ? -1 : 1));
}
