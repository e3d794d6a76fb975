import { fullTime } from '../../format/time.ts';
import { figureWithUnit, type Unit } from '../../format/measure.ts';
import { SafeLine } from '../safe-text.tsx';
import { useZone } from '../zone.tsx';
import { type Marker, signOf } from './chart-marks.ts';
import type { Line } from './chart-model.ts';
import { lineToken } from './colours.ts';
import { Swatch } from './legend.tsx';

type Props = {
  at: number;
  points: readonly number[];
  lines: readonly Line[];
  previous: readonly Line[];
  unit: Unit;
  markers: readonly Marker[];
  step: number;
  width: number;
  /** Of the cursor in the chart, px. */
  left: number;
};

/** The exact figures of one step, beside the cursor and never under it; also what happened in it. */
export function Reading({ at, points, lines, previous, unit, markers, step, width, left }: Props) {
  const zone = useZone();
  const from = points[at]!;
  const happened = markers.filter((one) => one.at >= from && one.at < from + step);
  const place = left > width / 2 ? { left: 56 } : { right: 8 };
  return (
    <div
      role="status"
      className="pointer-events-none absolute top-2 z-10 max-w-72 rounded-overlay border border-line bg-panel px-2 py-1.5 text-meta shadow-overlay"
      style={place}
    >
      <p className="text-muted tabular-nums">
        {fullTime(new Date(from).toISOString(), zone).replace(/:\d\d\.\d{3}/, '')}
      </p>
      {lines.map((line, n) => {
        const before = previous.find(({ key }) => key === line.key);
        return (
          <p key={line.key} className="flex items-center gap-1.5">
            <Swatch token={lineToken(n, line.others)} />
            <span className="min-w-0 flex-1 truncate">
              <SafeLine text={line.label} max={60} />
            </span>
            <span className="font-medium tabular-nums">{figureWithUnit(line.values[at] ?? null, unit)}</span>
            {before === undefined ? null : (
              <span className="text-muted tabular-nums">was {figureWithUnit(before.values[at] ?? null, unit)}</span>
            )}
          </p>
        );
      })}
      {happened.slice(0, 6).map((one) => (
        <p key={`${one.at} ${one.text}`} className="truncate">
          {signOf(one.kind)} <SafeLine text={one.text} max={80} />
        </p>
      ))}
    </div>
  );
}
