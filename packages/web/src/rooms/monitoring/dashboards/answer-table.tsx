import type { QueryAnswer } from 'signalbox/contract/monitoring/query';
import { figure, unitName, unitOf } from '../../../format/measure.ts';
import { fullTime } from '../../../format/time.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { useZone } from '../../../ui/zone.tsx';
import { notTold } from './model/answer.ts';

/** An answer as it came: a row a step of time and group. */
export function AnswerTable({ answer, label }: { answer: QueryAnswer; label: string }) {
  const zone = useZone();
  const folded = new Set(answer.folded);
  if (answer.rows.length === 0) return <p className="text-muted">Nothing in this time</p>;
  const text = (cell: string | number | null, at: number, isFolded: boolean): string => {
    const { kind, unit } = answer.columns[at]!;
    if (kind === 'measure') return figure(typeof cell === 'number' ? cell : null, unitOf(unit));
    if (kind === 'time') return fullTime(String(cell), zone).replace(/:\d\d\.\d{3}/, '');
    return isFolded ? 'others' : cell === null || cell === '' ? notTold : String(cell);
  };
  return (
    <div className="h-full overflow-auto -outline-offset-2" tabIndex={0} role="region" aria-label={label}>
      <table className="w-full text-meta">
        <thead className="sticky top-0 bg-panel text-muted">
          <tr>
            {answer.columns.map(({ id, kind, label: name, unit }) => (
              <th
                key={id}
                scope="col"
                className={`px-2 py-1 font-medium ${kind === 'measure' ? 'text-right' : 'text-left'}`}
              >
                {name}
                {kind === 'measure' && unitName(unitOf(unit)) !== '' ? `, ${unitName(unitOf(unit))}` : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row, at) => (
            <tr key={at} className="border-t border-line">
              {row.map((cell, n) => (
                <td
                  key={n}
                  className={`px-2 py-0.5 ${answer.columns[n]!.kind === 'measure' ? 'num' : 'max-w-72 truncate'}`}
                >
                  <SafeLine text={text(cell, n, folded.has(at))} max={120} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
