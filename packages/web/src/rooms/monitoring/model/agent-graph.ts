import type { Step } from 'signalbox/contract/monitoring';
import { GraphDraft, nodeId } from './agent-graph-draft.ts';
import { takersOf } from './handoff-takers.ts';
import type { StepNode } from './step-tree.ts';

export type GraphNode = {
  id: string;
  kind: 'agent' | 'tool' | 'model';
  /** null = a model that was not named. */
  name: string | null;
  /** Steps that stand for it; 0 = an agent that is only named by steps below it. */
  steps: number;
  errors: number;
  /** Sum of the known durations; null = none is known. */
  durationMs: number | null;
  /** The first of its steps that failed, else the first; null = it has none. */
  stepId: string | null;
};

/** `call`: from an agent or a tool to what it asked. `handoff`: the work goes on there. `return`: it came back from there. */
export type GraphEdge = {
  from: string;
  to: string;
  kind: 'call' | 'handoff' | 'return';
  count: number;
  errors: number;
};

/**
 * `rounds`: an agent asked a model again after a tool or another agent had answered. `handoffs`: work handed on came back to one who
 * had it. `recursion`: something was called while it was at work already. `through`: in order, at most 12.
 */
export type GraphLoop = { kind: 'rounds' | 'handoffs' | 'recursion'; through: string[]; times: number };

export type AgentGraph = { nodes: GraphNode[]; edges: GraphEdge[]; loops: GraphLoop[] };

type Caller = { id: string; node: StepNode | null; kind: 'agent' | 'tool' };
type Visit = { node: StepNode; caller: Caller | null; leave: boolean };
/** What one invocation asked, to be put in order of time. */
type Asked = { agent: string; calls: { at: number; model: boolean }[] };

/**
 * Who asked whom in a run, inferred from its steps: the nearest agent or tool above a step asked for it. Steps that describe a call a
 * second time are left out, as in the run's figures. Nodes, edges and loops in order of first appearance. O(n log n), whatever the tree.
 */
export function agentGraph(tops: readonly StepNode[]): AgentGraph {
  const draft = new GraphDraft();
  const asked = new Map<StepNode | string, Asked>();
  const { takers, sent } = takersOf(tops);
  const atWork = new Map<string, number[]>();
  const trail: string[] = [];
  const stack: Visit[] = tops.map((node) => ({ node, caller: null, leave: false })).reverse();
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { node, caller, leave } = visit;
    const { step } = node;
    const id = step === null ? null : standsFor(step, caller);
    if (leave) {
      atWork.get(trail.pop()!)!.pop();
      continue;
    }
    let below = caller;
    if (step !== null && id !== null) {
      const above = caller ?? { id: draft.agent(step.agent), node: null, kind: 'agent' as const };
      const alone = caller === null && step.kind === 'agent';
      draft.count(id, step);
      if (!alone && !takers.has(node)) {
        draft.edge(above.id, id, 'call', step.isError);
        note(asked, above, step);
        if (step.kind === 'agent' && step.durationMs !== null) draft.edge(id, above.id, 'return', false);
        const since = atWork.get(id)?.at(-1);
        if (since !== undefined) draft.loop('recursion', trail.slice(since));
      }
      if (!isModel(step)) {
        below = { id, node, kind: step.kind === 'agent' ? 'agent' : 'tool' };
        const places = atWork.get(id);
        if (places === undefined) atWork.set(id, [trail.length]);
        else places.push(trail.length);
        trail.push(id);
        stack.push({ node, caller, leave: true });
      }
    }
    for (let i = node.children.length - 1; i >= 0; i--)
      stack.push({ node: node.children[i]!, caller: below, leave: false });
  }
  for (const { giver, taker, back } of sent) {
    draft.edge(draft.agent(giver), draft.agent(taker), back === null ? 'handoff' : 'return', false);
    if (back !== null)
      draft.loop(
        'handoffs',
        back.map((name) => nodeId('agent', name)),
      );
  }
  for (const { agent, calls } of asked.values()) {
    calls.sort((a, b) => a.at - b.at);
    for (const [i, call] of calls.entries())
      if (call.model && i > 0 && !calls[i - 1]!.model) draft.loop('rounds', [agent]);
  }
  return draft.graph();
}

const isModel = (step: Step): boolean => step.kind === 'llm' || step.kind === 'embedding';

/** The node that a step stands for; null where it stands for none, or describes again what another one does. */
function standsFor(step: Step, caller: Caller | null): string | null {
  if (step.kind === 'agent') return nodeId('agent', step.agent);
  if (isModel(step)) return step.countsTokens ? nodeId('model', step.model) : null;
  if (step.kind !== 'tool' && step.kind !== 'retrieval') return null;
  // Agent, client and server may each describe one call of a tool, one below the other: the outermost stands.
  const above = caller?.kind === 'tool' ? toolName(caller.node!.step!) : null;
  return above !== null && step.tool !== null && above.endsWith(step.tool) ? null : nodeId('tool', toolName(step));
}

const toolName = (step: Step): string => step.tool ?? step.name;

function note(asked: Map<StepNode | string, Asked>, by: Caller, step: Step): void {
  if (by.kind !== 'agent') return;
  const key = by.node ?? by.id;
  const known = asked.get(key) ?? { agent: by.id, calls: [] };
  known.calls.push({ at: step.offsetMs, model: isModel(step) });
  asked.set(key, known);
}
