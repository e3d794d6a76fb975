import { Link } from '@tanstack/react-router';
import { count } from '../../../format/number.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import type { MapRow } from '../model/map-rows.ts';

export const mapColumns: Column<MapRow>[] = [
  { id: 'name', header: 'Agent', width: 'minmax(140px, 1fr)', cell: (row) => <Name row={row} /> },
  { id: 'calls', header: 'Calls', width: 'minmax(140px, 1.6fr)', cell: (row) => <Neighbours of={row.calls} /> },
  { id: 'by', header: 'Called by', width: 'minmax(140px, 1.6fr)', cell: (row) => <Neighbours of={row.calledBy} /> },
];

/** Two lines and a head for a phone. */
export const MapLines = ({ row }: { row: MapRow }) => (
  <div className="min-w-0 text-meta">
    <div className="truncate text-ui font-medium">
      <SafeLine text={row.node.name} max={80} />
    </div>
    <div className="truncate">
      <span className="text-muted">calls</span> <Neighbours of={row.calls} />
    </div>
    <div className="truncate">
      <span className="text-muted">called by</span> <Neighbours of={row.calledBy} />
    </div>
  </div>
);

function Name({ row: { node } }: { row: MapRow }) {
  if (node.slug === null)
    return (
      <span className="text-muted" title="No agent here is called so">
        <SafeLine text={node.name} max={120} />
      </span>
    );
  return (
    <Link
      to="/agents/$agentId"
      params={{ agentId: node.slug }}
      tabIndex={-1}
      className="hover:underline"
      onClick={(event) => event.stopPropagation()}
    >
      <SafeLine text={node.name} max={120} />
    </Link>
  );
}

/** Each with how often; what is only said of itself is marked. */
function Neighbours({ of }: { of: MapRow['calls'] }) {
  if (of.length === 0) return <span className="text-muted">—</span>;
  return of.slice(0, 8).map((one, i) => (
    <span key={one.node.id}>
      {i === 0 ? '' : ', '}
      <SafeLine text={one.node.name} max={60} />{' '}
      <span className="tabular-nums text-muted">{one.declaredOnly ? 'declared' : count(one.invocations)}</span>
    </span>
  ));
}
