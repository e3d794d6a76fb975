import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { DependencyMap } from 'signalbox/contract/lifecycle';
import { plural } from '../../../format/number.ts';
import { Banner } from '../../../ui/banner.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/zone.tsx';
import { type MapRow, mapRows } from '../model/map-rows.ts';
import { mapQuery } from '../fleet-queries.ts';
import { Graph } from './graph.tsx';
import { mapColumns, MapLines } from './map-columns.tsx';

const route = getRouteApi('/shell/map');
const keyOf = (row: MapRow): string => row.node.id;

/** Which agents call each other: as a graph, and as a table that says the same. */
export function MapPage() {
  return (
    <>
      <h1 className="sr-only">Dependencies</h1>
      <Asked />
    </>
  );
}

function Asked() {
  const { team, range, from, to } = route.useSearch();
  const query = useQuery(mapQuery({ team, range, from, to }));
  if (query.isPending) return <Skeleton rows={16} label="Loading map" />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Shown of={query.data} />;
}

function Shown({ of }: { of: DependencyMap }) {
  const navigate = useNavigate();
  const phone = usePhone();
  const rows = mapRows(of);
  const cursor = useRowCursor(rows, keyOf);
  const open = ({ node }: MapRow): void => {
    if (node.slug !== null) void navigate({ to: '/agents/$agentId', params: { agentId: node.slug }, search: (s) => s });
  };
  useKeys({ Enter: cursor.row && (() => open(cursor.row!)) });
  const alone = rows.filter((row) => row.calls.length + row.calledBy.length === 0).length;
  if (of.edges.length === 0)
    return (
      <EmptyState title="No agent calls another">
        <p>
          From <Time at={of.from} full /> to <Time at={of.to} full /> no agent called another one in telemetry, and none
          says that it does. Who calls whom is read from nested agent spans; it can also be said under “About” on an
          agent’s page.
        </p>
      </EmptyState>
    );
  return (
    <>
      {of.readable ? null : (
        <Banner aspect="dark">Telemetry cannot be read now: only what agents say of themselves.</Banner>
      )}
      {phone ? null : <Graph of={of} active={cursor.active} onPress={cursor.setActive} />}
      <DataTable
        label="Dependencies"
        rows={rows}
        columns={mapColumns}
        rowKey={keyOf}
        active={cursor.active}
        rowHeight={phone ? 72 : 32}
        twoLines={phone ? (row) => <MapLines row={row} /> : undefined}
        onPress={open}
      />
      <p className="shrink-0 border-t border-line px-4 py-1.5 text-meta text-muted">
        {plural(of.nodes.length, 'agent')}, {plural(of.edges.length, 'dependency', 'dependencies')}
        {alone === 0 ? '' : `; ${plural(alone, 'agent')} stand${alone === 1 ? 's' : ''} alone`}
        {of.truncated ? '; there are more than are told here' : ''}
      </p>
    </>
  );
}
