import type { Step } from 'signalbox/contract/monitoring';
import { useId } from 'react';
import { duration } from '../../../format/duration.ts';
import { count, plural } from '../../../format/number.ts';
import { KindGlyph } from '../../../ui/kind-glyph.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import type { GraphNode } from '../model/agent-graph.ts';
import { box, type GraphLayout } from '../model/graph-layout.ts';

type Props = { layout: GraphLayout; chosen: Step | null; onStep: (id: string) => void };

/** Lines in SVG, nodes as buttons over them: reached by tab, each opens a step of its own. The lists say the same in words. */
export function GraphDrawing({ layout, chosen, onStep }: Props) {
  const arrow = useId();
  return (
    <div className="relative" style={{ width: layout.width, height: layout.height }}>
      <svg width={layout.width} height={layout.height} aria-hidden className="absolute inset-0">
        <defs>
          <marker
            id={arrow}
            viewBox="0 0 8 8"
            refX="7.5"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto-start-reverse"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 0.5L8 4 0 7.5z" fill="var(--edge)" />
          </marker>
        </defs>
        {layout.edges.map(({ edge, path, labelX, labelY }) => (
          <g key={`${edge.kind} ${edge.from} ${edge.to}`}>
            <path
              d={path}
              fill="none"
              stroke={edge.errors > 0 ? 'var(--danger)' : 'var(--edge)'}
              strokeWidth={edge.kind === 'handoff' ? 2.5 : 1.25}
              strokeDasharray={edge.kind === 'return' ? '4 3' : undefined}
              markerEnd={`url(#${arrow})`}
            />
            <text
              x={labelX}
              y={labelY}
              textAnchor="middle"
              className="fill-muted stroke-ground text-label tabular-nums [paint-order:stroke]"
              strokeWidth={4}
            >
              {count(edge.count)}×
            </text>
          </g>
        ))}
      </svg>
      {layout.nodes.map(({ node, x, y }) => (
        <NodeBox key={node.id} node={node} at={{ x, y }} chosen={isOf(chosen, node)} onStep={onStep} />
      ))}
    </div>
  );
}

const isOf = (step: Step | null, { stepId }: GraphNode): boolean => step !== null && step.spanId === stepId;

type BoxProps = { node: GraphNode; at: { x: number; y: number }; chosen: boolean; onStep: (id: string) => void };

function NodeBox({ node, at, chosen, onStep }: BoxProps) {
  const { stepId } = node;
  return (
    <button
      type="button"
      disabled={stepId === null}
      aria-pressed={chosen}
      onClick={() => stepId !== null && onStep(stepId)}
      title={stepId === null ? 'Named by others: no step of its own' : 'Open its first step, or the first that failed'}
      className={`absolute flex flex-col justify-center rounded-control border bg-panel px-2 text-left hover:border-ink disabled:border-dashed ${chosen ? 'border-accent bg-select' : node.errors > 0 ? 'border-danger' : 'border-edge'}`}
      style={{ left: at.x, top: at.y, width: box.width, height: box.height }}
    >
      <span className="flex w-full items-center gap-1.5">
        <KindGlyph kind={node.kind === 'model' ? 'llm' : node.kind} />
        <span className="min-w-0 flex-1 truncate">
          <NodeName node={node} />
        </span>
      </span>
      <span className="w-full truncate text-label tabular-nums text-muted">
        {node.steps === 0 ? 'no step of its own' : plural(node.steps, 'step')}
        {node.durationMs === null ? '' : ` · ${duration(node.durationMs)}`}
        {node.errors === 0 ? '' : ` · ${count(node.errors)} failed`}
      </span>
    </button>
  );
}

export const NodeName = ({ node }: { node: Pick<GraphNode, 'name'> }) =>
  node.name === null ? <span className="text-muted">Model not named</span> : <SafeLine text={node.name} max={120} />;
