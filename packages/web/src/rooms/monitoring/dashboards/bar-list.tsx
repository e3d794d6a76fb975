import type { QueryAnswer } from 'signalbox/contract/monitoring/query';
import { figureWithUnit } from '../../../format/measure.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { groupsOf } from './model/answer.ts';

/** Groups side by side, the exact figure beside each bar. Bars begin at 0; what is unknown has none. */
export function BarList({ answer, label }: { answer: QueryAnswer; label: string }) {
  const { unit, groups } = groupsOf(answer);
  const most = Math.max(0, ...groups.map(({ value }) => value ?? 0));
  if (groups.length === 0) return <p className="text-muted">Nothing in this time</p>;
  return (
    <ul aria-label={label} tabIndex={0} className="flex h-full flex-col gap-1 overflow-y-auto -outline-offset-2">
      {groups.map(({ key, label: name, value, others }) => (
        <li key={key} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2">
          <span className={`truncate ${others ? 'text-muted' : ''}`}>
            <SafeLine text={name === '' ? label : name} max={80} />
          </span>
          <span aria-hidden className="h-3">
            <span
              className="block h-3 rounded-control"
              style={{
                width: `${most > 0 && value !== null ? Math.max(0, (value / most) * 100) : 0}%`,
                background: others ? 'var(--bar-soft)' : 'var(--line-1)',
              }}
            />
          </span>
          <span className="num">{figureWithUnit(value, unit)}</span>
        </li>
      ))}
    </ul>
  );
}
