import { figure, type Unit, unitName } from '../../format/measure.ts';
import { fullTime } from '../../format/time.ts';
import { SafeLine } from '../safe-text.tsx';
import { useZone } from '../zone.tsx';
import type { Line } from './chart-model.ts';

type Props = {
  label: string;
  points: readonly number[];
  lines: readonly Line[];
  previous: readonly Line[];
  unit: Unit;
  height: number;
};

/** The figures behind a chart, all of them, the newest first. */
export function ChartTable({ label, points, lines, previous, unit, height }: Props) {
  const zone = useZone();
  const head = unitName(unit);
  const before = (line: Line): Line | undefined => previous.find(({ key }) => key === line.key);
  const newest = points.map((_, at) => points.length - 1 - at);
  const cell = 'px-2 py-0.5';
  return (
    <div className="overflow-auto" style={{ height }} tabIndex={0} role="region" aria-label={`${label}, as a table`}>
      <table className="w-full text-meta">
        <thead className="sticky top-0 bg-panel">
          <tr className="text-muted">
            <th scope="col" className={`${cell} text-left font-medium`}>
              Time
            </th>
            {lines.map((line) => (
              <th key={line.key} scope="col" className={`${cell} text-right font-medium`}>
                <SafeLine text={line.label} max={60} />
                {head === '' ? '' : `, ${head}`}
              </th>
            ))}
            {lines.map((line) =>
              before(line) === undefined ? null : (
                <th key={line.key} scope="col" className={`${cell} text-right font-normal`}>
                  <SafeLine text={line.label} max={60} />, previous
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {newest.map((at) => (
            <tr key={at} className="border-t border-line">
              <th scope="row" className={`${cell} whitespace-nowrap text-left font-normal tabular-nums`}>
                {fullTime(new Date(points[at]!).toISOString(), zone).replace(/:\d\d\.\d{3}/, '')}
              </th>
              {lines.map((line) => (
                <td key={line.key} className={`${cell} num`}>
                  {figure(line.values[at] ?? null, unit)}
                </td>
              ))}
              {lines.map((line) => {
                const was = before(line);
                return was === undefined ? null : (
                  <td key={line.key} className={`${cell} num text-muted`}>
                    {figure(was.values[at] ?? null, unit)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
