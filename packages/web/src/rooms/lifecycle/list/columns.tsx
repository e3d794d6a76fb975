import { Link } from '@tanstack/react-router';
import type { Agent } from 'signalbox/contract/lifecycle';
import { count, seconds, unknown, usd } from '../../../format/number.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import { AspectMark } from '../../../ui/aspect-mark.tsx';
import { Check } from '../../../ui/check.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Sparkline } from '../../../ui/sparkline.tsx';
import { Time } from '../../../ui/zone.tsx';
import { CompletionCell } from './completion-cell.tsx';

/** An agent a row; the least needed columns only where there is room. */
export const columns: Column<Agent>[] = [
  { id: 'aspect', header: '', width: '40px', cell: (a) => <AspectMark aspect={a.aspect} /> },
  { id: 'name', header: 'Agent', width: 'minmax(148px, 2fr)', cell: (a) => <Name agent={a} /> },
  { id: 'completion', header: 'Completed', width: '152px', cell: (a) => <CompletionCell figures={a.figures} /> },
  {
    id: 'failed',
    header: 'Failed',
    align: 'right',
    width: '64px',
    from: 410,
    cell: (a) => <Known value={a.figures?.outcomes.failed.count} text={count} />,
  },
  {
    id: 'invocations',
    header: 'Invocations',
    align: 'right',
    width: '88px',
    from: 640,
    cell: (a) => <Known value={a.figures?.invocations} text={count} />,
  },
  {
    id: 'p95',
    header: 'p95',
    unit: 's',
    align: 'right',
    width: '76px',
    from: 490,
    cell: (a) => <Known value={a.figures?.p95Ms} text={seconds} />,
  },
  {
    id: 'cost',
    header: 'Cost',
    unit: 'USD',
    align: 'right',
    width: '96px',
    from: 740,
    cell: (a) => <Cost agent={a} />,
  },
  { id: 'activity', header: 'Activity', width: '132px', from: 880, cell: (a) => <Activity agent={a} /> },
  { id: 'last', header: 'Last seen', width: '120px', from: 1000, cell: (a) => <LastSeen agent={a} /> },
  { id: 'team', header: 'Team', width: 'minmax(96px, 1fr)', from: 1120, cell: (a) => <Team agent={a} /> },
];

/** Before the others, for who may change agents; only where there is room beside them. */
export const chosenColumn = (chosen: readonly string[], choose: (id: string) => void): Column<Agent> => ({
  ...{ id: 'chosen', header: '', width: '44px', from: 560 },
  cell: (a) => (
    <Check label={`Choose ${neutralLine(a.name)}`} checked={chosen.includes(a.id)} onChange={() => choose(a.id)} />
  ),
});

/** Two lines for a phone: who, and when last; then how it does. */
export function TwoLines({ agent }: { agent: Agent }) {
  const failed = agent.figures?.outcomes.failed.count ?? 0;
  return (
    <div className="flex items-center gap-3">
      <AspectMark aspect={agent.aspect} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">
            <SafeLine text={agent.name} max={80} />
          </span>
          <span className="text-muted">
            <LastSeen agent={agent} />
          </span>
        </div>
        <div className="flex items-center gap-3 text-meta text-muted">
          <CompletionCell figures={agent.figures} />
          {failed === 0 ? null : <span className="tabular-nums">{count(failed)} failed</span>}
          <span className="ml-auto tabular-nums">
            {agent.figures === null ? '' : `p95 ${seconds(agent.figures.p95Ms)} s`}
          </span>
        </div>
      </div>
    </div>
  );
}

function Name({ agent }: { agent: Agent }) {
  return (
    <Link
      to="/agents/$agentId"
      params={{ agentId: agent.slug }}
      tabIndex={-1}
      className="hover:underline"
      onClick={(event) => event.stopPropagation()}
    >
      <SafeLine text={agent.name} max={120} />
    </Link>
  );
}

function Team({ agent }: { agent: Agent }) {
  return (
    <span className="text-muted">
      <SafeLine text={agent.teamName} max={60} />
    </span>
  );
}

function LastSeen({ agent }: { agent: Agent }) {
  return agent.lastAt === null ? <span className="text-muted">{unknown}</span> : <Time at={agent.lastAt} />;
}

function Activity({ agent: { figures } }: { agent: Agent }) {
  const values = figures?.series.invocations ?? [];
  const all = values.reduce((sum, n) => sum + n, 0);
  return <Sparkline values={values} label={`${count(all)} invocations over ${values.length} equal steps of time`} />;
}

/** What is priced; calls that nobody can price are said beside it, never counted as 0. */
function Cost({ agent: { figures } }: { agent: Agent }) {
  if (figures === null) return <None why="Nothing ran in this time" />;
  const { costUsd, uncostedCalls } = figures;
  const missing = uncostedCalls === 0 ? '' : `${count(uncostedCalls)} model calls of unknown cost are not in it.`;
  if (costUsd === null) return <None why={missing || 'No model was called'} />;
  return (
    <span title={missing || undefined}>
      {usd(costUsd)}
      {missing === '' ? '' : <span className="text-muted"> +?</span>}
    </span>
  );
}

function Known({ value, text }: { value: number | null | undefined; text: (n: number) => string }) {
  if (value === undefined) return <None why="Nothing ran in this time" />;
  return value === null ? <None why="The client did not report it" /> : text(value);
}

const None = ({ why }: { why: string }) => (
  <span className="text-muted" title={why}>
    {unknown}
  </span>
);
