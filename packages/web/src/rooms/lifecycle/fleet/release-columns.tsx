import { Link } from '@tanstack/react-router';
import type { AllReleases } from 'signalbox/contract/lifecycle';
import { By } from '../../../app/by.tsx';
import { shortId } from '../../../format/id.ts';
import { neutralLine } from '../../../format/neutralise.ts';
import { Check } from '../../../ui/check.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';

type Row = AllReleases['items'][number];
type Of = { chosen: readonly string[]; choose: (id: string) => void };

export const fleetReleaseColumns = (of: Of): Column<Row>[] => [
  { id: 'chosen', header: '', width: '48px', cell: (row) => <Chosen row={row} of={of} /> },
  { id: 'agent', header: 'Agent', width: 'minmax(120px, 1.2fr)', cell: (row) => <AgentLink row={row} /> },
  { id: 'version', header: 'Version', width: '80px', cell: (row) => <Version row={row} /> },
  {
    id: 'why',
    header: 'Why',
    width: 'minmax(140px, 2fr)',
    from: 480,
    cell: (row) => <SafeLine text={row.why} max={200} />,
  },
  { id: 'made', header: 'Made', width: '120px', from: 620, cell: (row) => <Time at={row.createdAt} /> },
  {
    id: 'by',
    header: 'By',
    width: 'minmax(96px, 1fr)',
    from: 820,
    cell: (row) => (
      <span className="text-muted">
        <By id={row.createdBy} name={row.createdByName} />
      </span>
    ),
  },
  {
    id: 'digest',
    header: 'Digest',
    width: '116px',
    from: 940,
    cell: (row) => (
      <span className="mono text-muted" title={row.digest}>
        {shortId(row.digest)}
      </span>
    ),
  },
];

/** Two lines for a phone: whose and which; then why. */
export function FleetReleaseLines({ row, of }: { row: Row; of: Of }) {
  return (
    <div className="flex items-center gap-2">
      <Chosen row={row} of={of} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">
            <SafeLine text={row.agent.name} max={80} /> <Version row={row} />
          </span>
          <span className="text-meta text-muted">
            <Time at={row.createdAt} />
          </span>
        </div>
        <div className="truncate text-meta text-muted">
          <SafeLine text={row.why} max={120} />
        </div>
      </div>
    </div>
  );
}

const Chosen = ({ row, of: { chosen, choose } }: { row: Row; of: Of }) => (
  <Check
    label={`Choose ${neutralLine(row.agent.name)} ${row.version} to compare`}
    checked={chosen.includes(row.id)}
    onChange={() => choose(row.id)}
  />
);

const Version = ({ row }: { row: Row }) => (
  <Link
    to="/releases/$releaseId"
    params={{ releaseId: row.id }}
    tabIndex={-1}
    className="tabular-nums hover:underline"
    onClick={(event) => event.stopPropagation()}
  >
    {row.version}
  </Link>
);

const AgentLink = ({ row }: { row: Row }) => (
  <Link
    to="/agents/$agentId"
    params={{ agentId: row.agent.slug }}
    tabIndex={-1}
    className="hover:underline"
    onClick={(event) => event.stopPropagation()}
  >
    <SafeLine text={row.agent.name} max={120} />
  </Link>
);
