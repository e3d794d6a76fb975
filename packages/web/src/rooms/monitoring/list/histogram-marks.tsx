import { useNavigate } from '@tanstack/react-router';
import type { Histogram } from 'signalbox/contract/monitoring/explorer';
import { useRef } from 'react';
import { base } from '../../../app/base.ts';
import type { Query } from '../../../app/api.ts';
import { MarkRim } from '../../../ui/chart/mark-rim.tsx';
import { useWidth } from '../../../ui/measure.ts';
import { useMarkers } from '../dashboards/use-markers.ts';

/** What changed in the time of the histogram, above its bars. */
export function HistogramMarks({ histogram: { from, to }, query }: { histogram: Histogram; query: Query }) {
  const whole = useRef<HTMLDivElement>(null);
  const width = useWidth(whole);
  const navigate = useNavigate();
  const named = (value: Query[string]): string | undefined => (typeof value === 'string' ? value : undefined);
  const where = { team: named(query['teamId']), env: named(query['environment']), agent: named(query['agent']) };
  const markers = useMarkers({ from, to }, where);
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  return (
    <div ref={whole} className="relative h-4" role="group" aria-label="Changes in this time">
      {width === 0 ? null : (
        <MarkRim
          {...{ markers, width, from: begin, to: end, until: end, left: 0, drawn: true }}
          onMark={(path) => void navigate({ href: `${base}${path}` })}
        />
      )}
    </div>
  );
}
