import type { Failure } from 'signalbox/contract/monitoring/failures';
import { count, plural, unknown } from '../../../format/number.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Sparkline } from '../../../ui/sparkline.tsx';
import { Time } from '../../../ui/zone.tsx';
import { StandingMark } from './standing-mark.tsx';
import { classes, messageOf, whereOf } from './words.ts';
import { shortRelease } from '../../../format/id.ts';

/** The list's columns, least needed ones only where there is room. */
export const columns: Column<Failure>[] = [
  { id: 'failure', header: 'Failure', width: 'minmax(140px, 3fr)', cell: (f) => <Message of={f} /> },
  { id: 'class', header: 'Class', width: '124px', from: 714, cell: (f) => classes[f.class] },
  {
    id: 'where',
    header: 'Where',
    width: 'minmax(100px, 1fr)',
    from: 934,
    cell: (f) => <SafeLine text={whereOf(f.locus)} max={80} />,
  },
  {
    id: 'agent',
    header: 'Agent',
    width: 'minmax(110px, 1fr)',
    from: 590,
    cell: (f) => <SafeLine text={f.agent} max={80} />,
  },
  { id: 'state', header: 'State', width: '88px', cell: (f) => <StandingMark of={f.standing} /> },
  {
    id: 'trend',
    header: 'Over time',
    width: '128px',
    from: 1062,
    cell: (f) => <Sparkline values={f.points} label={`${plural(f.count, 'occurrence')} over time`} />,
  },
  { id: 'count', header: 'Count', align: 'right', width: '64px', cell: (f) => count(f.count) },
  { id: 'runs', header: 'Runs', align: 'right', width: '60px', from: 834, cell: (f) => count(f.runs) },
  {
    id: 'users',
    header: 'Users',
    align: 'right',
    width: '60px',
    from: 834,
    cell: (f) => <Told value={f.users} what="No run told its user" />,
  },
  {
    id: 'since',
    header: 'Began in',
    width: '104px',
    from: 1166,
    cell: (f) =>
      f.firstRelease === null ? (
        <Told value={null} what="No release told" />
      ) : (
        <span title={f.firstRelease}>
          <SafeLine text={shortRelease(f.firstRelease)} max={60} />
        </span>
      ),
  },
  { id: 'last', header: 'Last seen', width: '112px', cell: (f) => <Time at={f.lastSeenAt} /> },
];

/** Two lines for a phone: what and how often, then where and when. */
export function TwoLines({ failure }: { failure: Failure }) {
  return (
    <div className="flex flex-col">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">
          <Message of={failure} />
        </span>
        <span className="tabular-nums">{count(failure.count)}</span>
      </div>
      <div className="flex items-center gap-2 text-meta text-muted">
        <StandingMark of={failure.standing} />
        <span className="min-w-0 flex-1 truncate">
          {classes[failure.class]}, <SafeLine text={failure.agent} max={60} />
        </span>
        <Time at={failure.lastSeenAt} />
      </div>
    </div>
  );
}

function Message({ of: failure }: { of: Failure }) {
  const text = <SafeLine text={messageOf(failure)} max={240} />;
  return failure.template === null || failure.template === '' ? <span className="text-muted">{text}</span> : text;
}

const Told = ({ value, what }: { value: number | null; what: string }) =>
  value === null ? (
    <span className="text-muted" title={what}>
      {unknown}
    </span>
  ) : (
    count(value)
  );
