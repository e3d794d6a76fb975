import type { Widget } from 'signalbox/contract/monitoring/dashboards';
import type { QueryAnswer } from 'signalbox/contract/monitoring/query';
import { useMemo } from 'react';
import { unitName } from '../../../format/measure.ts';
import type { Marker } from '../../../ui/chart/chart-marks.ts';
import { TimeChart } from '../../../ui/chart/time-chart.tsx';
import { AnswerTable } from './answer-table.tsx';
import { BarList } from './bar-list.tsx';
import { Figures } from './figures.tsx';
import { type Chart, chartsOf } from './model/answer.ts';

type Props = {
  kind: Widget['kind'];
  label: string;
  /** The heading above it, which no chart repeats. */
  under?: string | undefined;
  answer: QueryAnswer;
  markers: readonly Marker[];
  /** Room for it, px. */
  height: number;
  onPick?: ((from: number, to: number) => void) | undefined;
  onMark?: ((path: string) => void) | undefined;
};

const previousIn = (charts: readonly Chart[]): boolean => charts.some(({ previous }) => previous.length > 0);

/** What an answer looks like as lines, bars, figures or a table. */
export function WidgetBody({ kind, label, under, answer, markers, height, onPick, onMark }: Props) {
  const charts = useMemo(() => (kind === 'line' ? chartsOf(answer) : []), [kind, answer]);
  if (kind === 'stat') return <Figures answer={answer} />;
  if (kind === 'bar') return <BarList answer={answer} label={label} />;
  if (kind === 'table') return <AnswerTable answer={answer} label={label} />;
  const each = Math.max(96, height / Math.max(1, charts.length) - (previousIn(charts) ? 40 : 22));
  return charts.map(({ unit, title, points, lines, previous }) => (
    <div key={unit}>
      <p className="min-h-4 truncate px-1 text-label text-muted">
        {[title === under ? '' : title, unitName(unit)].filter(Boolean).join(', ')}
      </p>
      <TimeChart
        label={charts.length === 1 ? label : `${label}: ${title}`}
        {...{ points, lines, previous, unit, markers, onPick, onMark }}
        height={each}
      />
    </div>
  ));
}
