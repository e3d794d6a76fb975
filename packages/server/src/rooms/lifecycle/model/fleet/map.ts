import type { DependencyMap } from '../../contract-fleet.ts';

type Edge = DependencyMap['edges'][number];
type Node = DependencyMap['nodes'][number];
/** An agent of the catalog, and whom it says it calls. */
export type MappedAgent = {
  id: string;
  teamId: string;
  slug: string;
  name: string;
  key: string;
  ownerId: string | null;
  calls: readonly string[];
};
/** Calls seen in telemetry, by ids of agents. */
export type SeenCall = { from: string; to: string; invocations: number };

/** Who calls whom, seen and said. `around`: only calls from or to these agents, with all who stand at their ends. */
export function mapOf(
  agents: readonly MappedAgent[],
  seen: readonly SeenCall[],
  around: ReadonlySet<string> | null,
): Pick<DependencyMap, 'nodes' | 'edges'> {
  const nodes = new Map<string, Node>(agents.map((one) => [one.id, nodeOf(one)]));
  const edges = new Map<string, Edge>();
  for (const { from, to, invocations } of seen)
    edges.set(`${from} ${to}`, { from, to, invocations, source: 'telemetry' });
  const find = finderOf(agents);
  for (const agent of agents)
    for (const name of agent.calls) {
      const to = find(agent.teamId, name)?.id ?? `name:${name}`;
      if (!nodes.has(to)) nodes.set(to, { id: to, agentId: null, slug: null, name, teamId: null, owner: null });
      const key = `${agent.id} ${to}`;
      const known = edges.get(key);
      if (known === undefined) edges.set(key, { from: agent.id, to, invocations: 0, source: 'declared' });
      else if (known.source === 'telemetry') edges.set(key, { ...known, source: 'both' });
    }
  const kept = [...edges.values()].filter((one) => around === null || around.has(one.from) || around.has(one.to));
  const used = new Set(kept.flatMap((one) => [one.from, one.to]));
  const shown = [...nodes.values()].filter((one) => used.has(one.id) || (around?.has(one.id) ?? one.agentId !== null));
  return { nodes: shown, edges: kept.toSorted(byCalls) };
}

const nodeOf = ({ id, slug, name, teamId, ownerId }: MappedAgent): Node => ({
  ...{ id, agentId: id, slug, name, teamId, owner: ownerId },
});

/** Of one's own team first; by key, then by what people call it. */
function finderOf(agents: readonly MappedAgent[]): (teamId: string, name: string) => MappedAgent | undefined {
  const byName = new Map<string, MappedAgent[]>();
  for (const agent of agents)
    for (const name of new Set([agent.key, agent.name, agent.slug]))
      byName.set(name, [...(byName.get(name) ?? []), agent]);
  return (teamId, name) => {
    const found = byName.get(name) ?? [];
    const own = found.filter((one) => one.teamId === teamId);
    const among = own.length > 0 ? own : found;
    return among.find((one) => one.key === name) ?? among[0];
  };
}

const byCalls = (a: Edge, b: Edge): number =>
  b.invocations - a.invocations || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1);
