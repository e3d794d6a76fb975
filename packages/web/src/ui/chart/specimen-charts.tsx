import { TimeChart } from './time-chart.tsx';
import type { Line } from './chart-model.ts';

const start = Date.UTC(2026, 10, 22);
const points = Array.from({ length: 48 }, (_, at) => start + at * 1_800_000);
const wave = (size: number, shift: number): number[] =>
  points.map((_, at) => Math.round(size * (2 + Math.sin((at + shift) / 5) + ((at * 7919) % 11) / 22)));
const gapped = wave(20, 3).map((value, at) => ((at > 12 && at < 18) || at === 30 || at === 32 ? null : value));
const line = (key: string, values: (number | null)[], more: Partial<Line> = {}): Line => ({
  ...{ key, label: key, values, ...more },
});

const one = [line('Runs', wave(40, 0))];
const before = [line('Runs', wave(36, 4))];
const rate = [
  line(
    'Completion rate',
    gapped.map((value) => (value === null ? null : Math.min(1, value / 62))),
  ),
];
const many = [
  ...['refund-clerk', 'invoice-reader', 'a-name-that-is-much-longer-than-there-is-room', 'triage', 'summariser'].map(
    (name, at) => line(name, wave(10 + at * 4, at * 6)),
  ),
  line('others', wave(5, 2), { others: true }),
];
const empty = [
  line(
    'Latency p95',
    points.map(() => null),
  ),
];
const markers = [
  { at: points[14]! + 60_000, kind: 'release', text: 'refund-clerk 1.4.2 in production', path: '/releases/x' },
  { at: points[14]! + 120_000, kind: 'prompt', text: 'refunds: production moves from version 3 to 4', path: null },
  { at: points[24]!, kind: 'model', text: 'refund-clerk calls gpt-5-mini', path: null },
  { at: points[33]!, kind: 'incident', text: 'Refunds fail', path: null },
];

/** Charts as the specimen page shows them: compared, with gaps, with many lines, with nothing, as a table. */
export function SpecimenCharts() {
  return (
    <div className="grid gap-6 p-4 desk:grid-cols-2">
      <TimeChart label="Runs, compared" points={points} lines={one} previous={before} unit="count" markers={markers} />
      <TimeChart label="Completion rate, with gaps" points={points} lines={rate} unit="ratio" />
      <TimeChart label="Runs by agent" points={points} lines={many} unit="count" />
      <TimeChart label="Latency, unknown" points={points} lines={empty} unit="ms" />
      <TimeChart
        label="Runs, as a table"
        points={points}
        lines={one}
        previous={before}
        unit="count"
        markers={markers}
        asTable
      />
    </div>
  );
}
