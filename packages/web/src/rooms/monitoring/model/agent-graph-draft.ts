import type { Step } from 'signalbox/contract/monitoring';
import type { AgentGraph, GraphEdge, GraphLoop, GraphNode } from './agent-graph.ts';

export const nodeId = (kind: GraphNode['kind'], name: string | null): string => `${kind} ${name ?? ''}`;

const none = { steps: 0, errors: 0, durationMs: null, stepId: null };

/** More would only be a list of the whole run. */
const longest = 12;

/** Counts what is the same together, in order of first appearance. */
export class GraphDraft {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  readonly #loops = new Map<string, GraphLoop>();

  /** An agent that is named, though perhaps no step is its own. */
  agent(name: string): string {
    const id = nodeId('agent', name);
    if (!this.#nodes.has(id)) this.#nodes.set(id, { id, kind: 'agent', name, ...none });
    return id;
  }

  count(id: string, step: Step): void {
    const kind = id.slice(0, id.indexOf(' ')) as GraphNode['kind'];
    const name = id.slice(kind.length + 1);
    const node = this.#nodes.get(id) ?? {
      id,
      kind,
      name: kind === 'model' && name === '' ? null : name,
      ...none,
    };
    if (node.stepId === null || (step.isError && node.errors === 0)) node.stepId = step.spanId;
    node.steps += 1;
    if (step.isError) node.errors += 1;
    if (step.durationMs !== null) node.durationMs = (node.durationMs ?? 0) + step.durationMs;
    this.#nodes.set(id, node);
  }

  edge(from: string, to: string, kind: GraphEdge['kind'], failed: boolean): void {
    const key = JSON.stringify([kind, from, to]);
    const edge = this.#edges.get(key) ?? { from, to, kind, count: 0, errors: 0 };
    edge.count += 1;
    if (failed) edge.errors += 1;
    this.#edges.set(key, edge);
  }

  loop(kind: GraphLoop['kind'], through: readonly string[]): void {
    const shown = through.slice(0, longest);
    const key = JSON.stringify([kind, shown]);
    const loop = this.#loops.get(key) ?? { kind, through: shown, times: 0 };
    loop.times += 1;
    this.#loops.set(key, loop);
  }

  graph(): AgentGraph {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()], loops: [...this.#loops.values()] };
  }
}
