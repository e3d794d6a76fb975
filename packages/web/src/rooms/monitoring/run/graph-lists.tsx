import type { ReactNode } from 'react';
import { count } from '../../../format/number.ts';
import type { AgentGraph, GraphEdge, GraphLoop, GraphNode } from '../model/agent-graph.ts';
import { NodeName } from './graph-drawing.tsx';

const acts: Record<GraphEdge['kind'], string> = { call: 'asked', handoff: 'handed on to', return: 'came back to' };
const loops: Record<GraphLoop['kind'], string> = {
  rounds: 'Asked a model again after an answer',
  handoffs: 'Handed on and back',
  recursion: 'Called while at work',
};
/** A hostile run may have thousands: more than these are in the export. */
const most = 300;

/** What is drawn, in words: who asked whom how often, and what went round. */
export function GraphLists({ graph, onStep }: { graph: AgentGraph; onStep: (id: string) => void }) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const name = (id: string): ReactNode => <NodeLink node={nodes.get(id)!} onStep={onStep} />;
  return (
    <div className="grid gap-6 px-4 pt-2 pb-6 desk:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Listed
        label="Who asked whom"
        head={['From', 'How', 'To', 'Times', 'Failed']}
        widths={['', 'w-28', '', 'w-14', 'w-14']}
        cut={graph.edges.length - most}
      >
        {graph.edges.slice(0, most).map((edge) => (
          <tr key={`${edge.kind} ${edge.from} ${edge.to}`} className="border-b border-line">
            <td className="truncate py-1 pr-3">{name(edge.from)}</td>
            <td className="py-1 pr-3 whitespace-nowrap text-muted">{acts[edge.kind]}</td>
            <td className="truncate py-1 pr-3">{name(edge.to)}</td>
            <td className="num py-1">{count(edge.count)}</td>
            <td className="num py-1">{edge.kind === 'call' ? count(edge.errors) : ''}</td>
          </tr>
        ))}
      </Listed>
      {graph.loops.length === 0 ? null : (
        <Listed
          label="Loops"
          head={['What went round', 'Through', 'Times']}
          widths={['', '', 'w-14']}
          cut={graph.loops.length - most}
        >
          {graph.loops.slice(0, most).map((loop) => (
            <tr key={`${loop.kind} ${loop.through.join(' ')}`} className="border-b border-line align-top">
              <td className="py-1 pr-3 text-muted">{loops[loop.kind]}</td>
              <td className="py-1 pr-3 [overflow-wrap:anywhere]">
                {loop.through.map((id, i) => (
                  <span key={i}>
                    {i === 0 ? '' : ' → '}
                    {name(id)}
                  </span>
                ))}
              </td>
              <td className="num py-1">{count(loop.times)}</td>
            </tr>
          ))}
        </Listed>
      )}
    </div>
  );
}

type ListedProps = {
  label: string;
  head: readonly string[];
  widths: readonly string[];
  cut: number;
  children: ReactNode;
};

function Listed({ label, head, widths, cut, children }: ListedProps) {
  return (
    <section aria-label={label}>
      <h3 className="py-1 font-medium">{label}</h3>
      <table className="w-full table-fixed">
        <thead>
          <tr className="border-b border-line">
            {head.map((word, i) => (
              <th
                key={word}
                scope="col"
                className={`label py-1 font-normal ${widths[i]} ${i === 0 || widths[i] === '' || word === 'How' ? 'pr-3 text-left' : 'text-right'}`}
              >
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {cut > 0 ? <p className="py-1 text-muted">And {count(cut)} more.</p> : null}
    </section>
  );
}

function NodeLink({ node, onStep }: { node: GraphNode; onStep: (id: string) => void }) {
  if (node.stepId === null) return <NodeName node={node} />;
  return (
    <button
      type="button"
      onClick={() => onStep(node.stepId!)}
      className="max-w-full truncate text-left align-bottom text-accent hover:underline max-desk:min-h-11"
    >
      <NodeName node={node} />
    </button>
  );
}
