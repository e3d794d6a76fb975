import type { Run, Step } from 'signalbox/contract/monitoring';
import { useMemo } from 'react';
import { plural } from '../../../format/number.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { agentGraph } from '../model/agent-graph.ts';
import { graphLayout } from '../model/graph-layout.ts';
import { stepTree } from '../model/step-tree.ts';
import { GraphDrawing } from './graph-drawing.tsx';
import { GraphLists } from './graph-lists.tsx';

type Props = { run: Run; steps: readonly Step[]; selected: string | null; onStep: (id: string) => void };

/** Who asked whom in the run: agents, tools and models with counts, drawn and as lists. */
export function GraphPanel({ run, steps, selected, onStep }: Props) {
  const graph = useMemo(() => agentGraph(stepTree(steps, run.topSpanId)), [steps, run.topSpanId]);
  const layout = useMemo(() => graphLayout(graph), [graph]);
  const chosen = useMemo(() => steps.find((step) => step.spanId === selected) ?? null, [steps, selected]);
  if (graph.nodes.length === 0)
    return (
      <EmptyState title="Nothing to draw">
        <p>No step of this run is known to be of an agent, a model or a tool.</p>
      </EmptyState>
    );
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label="Graph"
      className="min-h-0 flex-1 overflow-auto -outline-offset-2 [overflow-anchor:none]"
    >
      <h2 className="sr-only">Graph</h2>
      <p className="flex flex-wrap gap-x-4 px-4 pt-2 text-meta text-muted">
        <span>Solid: asked, with how often. Dashed: came back. Bold: handed on.</span>
        {layout.left > 0 ? <span>{plural(layout.left, 'more node')} in the list</span> : null}
      </p>
      <GraphDrawing layout={layout} chosen={chosen} onStep={onStep} />
      <GraphLists graph={graph} onStep={onStep} />
    </div>
  );
}
