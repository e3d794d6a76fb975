import type { DependencyMap } from 'signalbox/contract/lifecycle';
import { useRef } from 'react';
import { neutralLine } from '../../../format/neutralise.ts';
import { useWidth } from '../../../ui/measure.ts';
import { layersOf, type Placed } from '../model/map-layers.ts';

type Props = { of: DependencyMap; active: string | null; onPress: (id: string) => void };
const rowHeight = 26;
const margin = 16;
const nodeWidth = 132;

/** Callers left, called right. The table below says the same for readers; here a press marks an agent and its lines. */
export function Graph({ of, active, onPress }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { placed, layers, rows } = layersOf(of.edges);
  const height = rows * rowHeight + 2 * margin;
  const step = layers < 2 ? 0 : (Math.max(width, 640) - nodeWidth - 2 * margin) / (layers - 1);
  const names = new Map(of.nodes.map((node) => [node.id, node.name]));
  const x = ({ layer }: Placed): number => margin + layer * step;
  const y = ({ row }: Placed): number => margin + row * rowHeight + rowHeight / 2;
  const most = Math.max(1, ...of.edges.map((one) => one.invocations));
  const touches = (edge: { from: string; to: string }): boolean => edge.from === active || edge.to === active;
  const near = new Set(of.edges.filter(touches).flatMap((one) => [one.from, one.to]));
  return (
    <div
      ref={box}
      role="region"
      aria-label="Graph of dependencies"
      tabIndex={0}
      className="max-h-[46%] shrink-0 overflow-y-auto overflow-x-hidden border-b border-line"
    >
      <svg width={Math.max(width, 640)} height={height} aria-hidden className="block text-muted">
        {of.edges.map((edge) => {
          const [a, b] = [placed.get(edge.from), placed.get(edge.to)];
          if (a === undefined || b === undefined) return null;
          const lit = touches(edge);
          const [x1, x2] = [x(a) + nodeWidth, x(b)];
          const bend = Math.max(24, (x2 - x1) / 2);
          return (
            <path
              key={`${edge.from} ${edge.to}`}
              d={`M${x1} ${y(a)}C${x1 + bend} ${y(a)} ${x2 - bend} ${y(b)} ${x2} ${y(b)}`}
              fill="none"
              stroke={lit ? 'var(--accent)' : 'var(--edge)'}
              strokeOpacity={lit || active === null ? 1 : 0.25}
              strokeWidth={1 + (2 * Math.log1p(edge.invocations)) / Math.log1p(most)}
              strokeDasharray={edge.source === 'declared' ? '3 3' : undefined}
            />
          );
        })}
        {[...placed.values()].map((at) => {
          const dim = active !== null && at.id !== active && !near.has(at.id);
          const name = neutralLine(names.get(at.id) ?? at.id);
          return (
            <g key={at.id} opacity={dim ? 0.4 : 1} className="cursor-pointer" onClick={() => onPress(at.id)}>
              <title>{name}</title>
              <rect
                x={x(at)}
                y={y(at) - 10}
                width={nodeWidth}
                height={20}
                rx={4}
                fill="var(--panel)"
                stroke={at.id === active ? 'var(--accent)' : 'var(--edge)'}
                strokeWidth={at.id === active ? 2 : 1}
              />
              <text x={x(at) + 8} y={y(at) + 4} fontSize="12" fill="var(--ink)">
                {name.length > 18 ? `${name.slice(0, 17)}…` : name}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
