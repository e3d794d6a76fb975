import type { Run } from 'signalbox/contract/monitoring';
import { duration } from '../../../format/duration.ts';
import { count, seconds, unknown, usd } from '../../../format/number.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { OutcomeMark } from '../../../ui/outcome-mark.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { useNow } from '../../../ui/zone.tsx';
import { whyNoDuration } from '../model/mark-notes.ts';
import { isGoing } from '../model/state-note.ts';
import { Started } from '../run/started.tsx';

/** The list's columns, least needed ones only where there is room. Numbers are bare; units stand in the head. */
export const columns: Column<Run>[] = [
  { id: 'agent', header: 'Agent', width: 'minmax(160px, 1fr)', cell: (r) => <SafeLine text={r.agent} max={120} /> },
  { id: 'outcome', header: 'Outcome', width: '116px', cell: (r) => <OutcomeMark run={r} /> },
  { id: 'started', header: 'Started', width: '112px', cell: (r) => <Started of={r} /> },
  {
    id: 'duration',
    header: 'Duration',
    unit: 's',
    align: 'right',
    width: '84px',
    from: 480,
    cell: (r) => <Length run={r} />,
  },
  { id: 'steps', header: 'Steps', align: 'right', width: '60px', from: 540, cell: (r) => count(r.steps) },
  { id: 'calls', header: 'Model calls', align: 'right', width: '84px', from: 700, cell: (r) => count(r.modelCalls) },
  {
    id: 'in',
    header: 'In',
    unit: 'tokens',
    align: 'right',
    width: '84px',
    from: 788,
    cell: (r) => <Known value={r.tokens.input} text={count} what="Input tokens" />,
  },
  {
    id: 'out',
    header: 'Out',
    unit: 'tokens',
    align: 'right',
    width: '88px',
    from: 788,
    cell: (r) => <Known value={r.tokens.output} text={count} what="Output tokens" />,
  },
  {
    id: 'cost',
    header: 'Cost',
    unit: 'USD',
    align: 'right',
    width: '76px',
    from: 864,
    cell: (r) => <Known value={r.costUsd} text={usd} what="Cost" />,
  },
  {
    id: 'environment',
    header: 'Environment',
    width: '100px',
    from: 980,
    cell: (r) => (r.environment === null ? <None /> : <SafeLine text={r.environment} max={80} />),
  },
  { id: 'preview', header: 'Preview', width: 'minmax(160px, 3fr)', from: 1124, cell: (r) => <Preview run={r} /> },
];

/** Two lines for a phone: who and when, then how long, how much, about what. */
export function TwoLines({ run }: { run: Run }) {
  return (
    <div className="flex flex-col">
      <div className="flex items-center gap-2">
        <OutcomeMark run={run} bare />
        <span className="min-w-0 flex-1 truncate font-medium">
          <SafeLine text={run.agent} max={80} />
        </span>
        <span className="text-muted">
          <Started of={run} />
        </span>
      </div>
      <div className="flex items-center gap-2 pl-[22px] text-meta text-muted">
        <span className="shrink-0 tabular-nums">
          {run.durationMs === null ? (isGoing(run) ? 'Running' : 'Duration unknown') : duration(run.durationMs)}
        </span>
        <span className="min-w-0 truncate">
          <Preview run={run} />
        </span>
      </div>
    </div>
  );
}

/** A duration, or how long a running run has run by this browser's clock, marked as such. */
function Length({ run }: { run: Run }) {
  if (run.durationMs !== null) return seconds(run.durationMs);
  if (!isGoing(run))
    return (
      <span className="text-muted" title={`Unknown: ${whyNoDuration(run.marks)}`}>
        {unknown}
      </span>
    );
  return <SoFar from={run.startedAt} />;
}

function SoFar({ from }: { from: string }) {
  const now = useNow(1000);
  const sofar = Math.max(0, now.getTime() - new Date(from).getTime());
  return (
    <span className="text-muted" title="Still running; measured by the clock of this browser">
      ~{seconds(sofar)}
    </span>
  );
}

function Known({ value, text, what }: { value: number | null; text: (n: number) => string; what: string }) {
  return value === null ? (
    <span className="text-muted" title={`${what} unknown: the client did not report it`}>
      {unknown}
    </span>
  ) : (
    text(value)
  );
}

function Preview({ run }: { run: Run }) {
  const text = run.inputPreview ?? run.outputPreview;
  return text === null ? (
    <span className="text-muted">{run.name === run.agent ? '' : <SafeLine text={run.name} max={120} />}</span>
  ) : (
    <span className="text-muted">
      <SafeLine text={text} max={240} />
    </span>
  );
}

const None = () => <span className="text-muted">{unknown}</span>;
