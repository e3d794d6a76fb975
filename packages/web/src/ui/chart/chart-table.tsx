import { figure, type Unit, unitName } from '../../format/measure.ts';
import { fullTime } from '../../format/time.ts';
import { SafeLine } from '../safe-text.tsx';
import { useZone } from '../zone.tsx';
import { type Marker, signOf, wordOf } from './chart-marks.ts';
import { type Line, stepOf } from './chart-model.ts';

type Props = {
  label: string;
  points: readonly number[];
  lines: readonly Line[];
  previous: readonly Line[];
  unit: Unit;
  height: number;
  markers: readonly Marker[];
  onMark?: ((path: string) => void) | undefined;
};

/** The figures behind a chart, all of them, the newest first. */
export function ChartTable({ label, points, lines, previous, unit, height, markers, onMark }: Props) {
  const zone = useZone();
  const head = unitName(unit);
  const before = (line: Line): Line | undefined => previous.find(({ key }) => key === line.key);
  const newest = points.map((_, at) => points.length - 1 - at);
  const happened = (at: number): readonly Marker[] => {
    const end = at === points.length - 1 ? Infinity : points[at]! + stepOf(points, 0, at);
    return markers.filter((one) => one.at >= points[at]! && one.at < end);
  };
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
            {markers.length === 0 ? null : (
              <th scope="col" className={`${cell} text-left font-medium`}>
                Changed
              </th>
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
              {markers.length === 0 ? null : (
                <td className={cell}>
                  {happened(at).map((one) => (
                    <Changed key={`${one.at} ${one.kind} ${one.text}`} marker={one} onMark={onMark} />
                  ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Changed({ marker: { kind, text, path }, onMark }: { marker: Marker } & Pick<Props, 'onMark'>) {
  const said = (
    <>
      {signOf(kind)} {wordOf(kind)}: <SafeLine text={text} max={120} />
    </>
  );
  if (path === null || onMark === undefined) return <p>{said}</p>;
  return (
    <button
      type="button"
      className="block cursor-pointer text-left text-accent hover:underline"
      onClick={() => onMark(path)}
    >
      {said}
    </button>
  );
}
