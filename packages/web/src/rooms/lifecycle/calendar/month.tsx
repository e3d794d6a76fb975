import type { Calendar, CalendarEntry } from 'signalbox/contract/lifecycle';
import { plural } from '../../../format/number.ts';
import { usePhone } from '../../../ui/measure.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { useZone } from '../../../ui/zone.tsx';
import { type Day, entriesByDay } from '../model/calendar-grid.ts';
import { entryWords } from '../model/entry-words.ts';
import { EntryMark } from './entry-mark.tsx';

type Props = {
  list: Calendar;
  days: readonly Day[];
  /** "2026-11": days of other months are drawn weaker. null = a week is shown. */
  month: string | null;
  today: Day;
  open: Day | undefined;
  onOpen: (day: Day) => void;
};
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const long = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' });
export const dayName = (day: Day): string => long.format(new Date(`${day}T00:00:00Z`));

/** Weeks down, days across, and on a phone the days with entries as a list; a press lists a day's entries. */
export function Month(props: Props) {
  const zone = useZone();
  const byDay = entriesByDay(props.list.items, props.days, zone);
  const phone = usePhone();
  return phone ? <Agenda {...props} byDay={byDay} /> : <Grid {...props} byDay={byDay} />;
}

type Filled = Props & { byDay: ReadonlyMap<Day, readonly CalendarEntry[]> };

function Grid({ days, month, today, open, onOpen, byDay }: Filled) {
  const most = month === null ? 14 : 3;
  return (
    <div className="min-h-0 min-w-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="Days">
      <div className="grid min-h-full grid-cols-7 grid-rows-[24px] [grid-auto-rows:minmax(96px,1fr)]">
        {weekdays.map((name) => (
          <div key={name} className="label border-b border-line px-2 py-1">
            {name}
          </div>
        ))}
        {days.map((day) => {
          const of = byDay.get(day) ?? [];
          const weak = month !== null && !day.startsWith(month);
          return (
            <button
              key={day}
              type="button"
              aria-current={day === today ? 'date' : undefined}
              aria-pressed={day === open}
              onClick={() => onOpen(day)}
              className={`flex min-w-0 flex-col items-stretch gap-0.5 border-b border-r border-line p-1 text-left align-top ${day === open ? 'bg-select' : weak ? 'bg-sunk hover:bg-select' : 'hover:bg-sunk'}`}
            >
              <span className="sr-only">
                {dayName(day)}, {of.length === 0 ? 'nothing' : plural(of.length, 'entry', 'entries')}
              </span>
              <span
                aria-hidden
                className={`px-1 text-meta tabular-nums ${day === today ? 'font-semibold text-accent' : 'text-muted'}`}
              >
                {Number(day.slice(8))}
              </span>
              {of.slice(0, most).map((one) => (
                <Line key={one.id} of={one} />
              ))}
              {of.length > most ? <span className="px-1 text-meta text-muted">{of.length - most} more</span> : null}
            </button>
          );
        })}
      </div>
    </div>
  );
}

const Line = ({ of }: { of: CalendarEntry }) => (
  <span className={`flex min-w-0 items-center gap-1 px-1 text-meta ${of.kind === 'freeze' ? 'bg-line' : ''}`}>
    <EntryMark of={of} />
    <span className="min-w-0 truncate">
      <SafeLine text={entryWords(of)} max={120} />
    </span>
  </span>
);

function Agenda({ days, today, onOpen, byDay }: Filled) {
  const filled = days.filter((day) => day === today || (byDay.get(day) ?? []).length > 0);
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto" aria-label="Days">
      {filled.map((day) => {
        const of = byDay.get(day) ?? [];
        return (
          <li key={day} className="border-b border-line">
            <button type="button" onClick={() => onOpen(day)} className="w-full px-3 py-2 text-left">
              <span className={day === today ? 'font-semibold text-accent' : 'font-medium'}>{dayName(day)}</span>
              {of.length === 0 ? <span className="block text-meta text-muted">Nothing</span> : null}
              {of.map((one) => (
                <Line key={one.id} of={one} />
              ))}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
