import { useQuery } from '@tanstack/react-query';
import type { Histogram } from 'signalbox/contract/monitoring/explorer';
import { lazy, Suspense, useRef, useState, type PointerEvent } from 'react';
import type { Query } from '../../../app/api.ts';
import { count, plural } from '../../../format/number.ts';
import { fullTime } from '../../../format/time.ts';
import { Time, useZone } from '../../../ui/zone.tsx';
import { brushed, heights, runsOf } from '../model/histogram.ts';
import { histogramQuery } from '../queries.ts';

const HistogramMarks = lazy(async () => ({ default: (await import('./histogram-marks.tsx')).HistogramMarks }));
const MarkFilter = lazy(async () => ({ default: (await import('../dashboards/mark-filter.tsx')).MarkFilter }));

const height = 44;

/** Runs over time, failed ones at the foot. Dragging over it chooses that time; exact figures stand in the table behind it. */
export function RunHistogram({ query, onRange }: { query: Query; onRange: (from: string, to: string) => void }) {
  const found = useQuery(histogramQuery(query));
  if (found.data === undefined || found.data.total === 0)
    return <div className="h-[77px] shrink-0 border-b border-line" />;
  return <Bars histogram={found.data} query={query} onRange={onRange} />;
}

type Props = { histogram: Histogram; query: Query; onRange: (from: string, to: string) => void };

function Bars({ histogram, query, onRange }: Props) {
  const zone = useZone();
  const frame = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const { buckets } = histogram;
  const bars = heights(buckets, height);
  const at = (event: PointerEvent): number => {
    const box = frame.current!.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    return Math.max(0, Math.min(buckets.length - 1, Math.floor(share * buckets.length)));
  };
  const over = drag === null ? null : buckets[drag.to]!;
  const failed = buckets.reduce((sum, bucket) => sum + bucket.failed, 0);
  return (
    <figure className="m-0 shrink-0 border-b border-line px-3 pt-1 desk:px-4" aria-label="Runs over time">
      <Suspense fallback={<div className="h-4" />}>
        <HistogramMarks histogram={histogram} query={query} />
      </Suspense>
      <div
        ref={frame}
        className="relative cursor-crosshair touch-none select-none"
        style={{ height }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: at(event), to: at(event) });
        }}
        onPointerMove={(event) => setDrag((was) => (was === null ? null : { ...was, to: at(event) }))}
        onPointerCancel={() => setDrag(null)}
        onPointerUp={() => {
          if (drag !== null) onRange(...brushed(histogram, drag.from, drag.to));
          setDrag(null);
        }}
      >
        <svg
          role="img"
          aria-label={`${plural(histogram.total, 'run')} over time, ${count(failed)} failed`}
          width="100%"
          height={height}
          viewBox={`0 0 ${buckets.length} ${height}`}
          preserveAspectRatio="none"
          className="block"
        >
          {bars.map((bar, i) => (
            <g key={buckets[i]!.at}>
              <title>{`${fullTime(buckets[i]!.at, zone)}: ${plural(runsOf(buckets[i]!), 'run')}, ${count(buckets[i]!.failed)} failed`}</title>
              <rect x={i} y={0} width={1} height={height} fill="transparent" />
              <rect
                x={i + 0.08}
                y={height - bar.all}
                width={0.84}
                height={bar.all - bar.failed}
                fill="var(--bar-soft)"
              />
              <rect x={i + 0.08} y={height - bar.failed} width={0.84} height={bar.failed} fill="var(--danger-fill)" />
            </g>
          ))}
          {drag === null ? null : (
            <rect
              x={Math.min(drag.from, drag.to)}
              width={Math.abs(drag.to - drag.from) + 1}
              y={0}
              height={height}
              fill="var(--accent)"
              opacity={0.2}
            />
          )}
        </svg>
      </div>
      <figcaption className="flex justify-between text-label text-muted">
        <Time at={histogram.from} />
        <span className="flex items-center gap-2 max-desk:hidden">
          {over === null ? `${plural(histogram.total, 'run')}, ${count(failed)} failed` : fullTime(over.at, zone)}
          <Suspense>
            <MarkFilter small />
          </Suspense>
        </span>
        <Time at={histogram.to} />
      </figcaption>
    </figure>
  );
}
