import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { AllReleases } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { toggled } from '../model/toggled.ts';
import { allReleasesQuery } from '../fleet-queries.ts';
import { fleetReleaseColumns, FleetReleaseLines } from './release-columns.tsx';

type Row = AllReleases['items'][number];
const route = getRouteApi('/shell/releases');
const keyOf = (row: Row): string => row.id;

/** Releases of all agents, the newest first; two of one agent can be compared. */
export function ReleasesPage() {
  return (
    <>
      <h1 className="sr-only">Releases</h1>
      <Listed />
    </>
  );
}

function Listed() {
  const { team } = route.useSearch();
  const navigate = useNavigate();
  const phone = usePhone();
  const list = useInfiniteQuery(allReleasesQuery(team));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choose = (id: string): void => setChosen(toggled(chosen, id, 2));
  const cursor = useRowCursor(rows, keyOf);
  const open = (row: Row, base?: string): void =>
    void navigate({ to: '/releases/$releaseId', params: { releaseId: row.id }, search: (s) => ({ ...s, base }) });
  const [head, base] = rows.filter((one) => chosen.includes(one.id));
  const same = head !== undefined && base !== undefined && head.agentId === base.agentId;
  const compare = same ? () => open(head, base.id) : undefined;
  useKeys({
    Enter: cursor.row && (() => open(cursor.row!)),
    x: cursor.row && (() => choose(cursor.row!.id)),
    c: compare,
  });
  if (list.isPending) return <Skeleton rows={16} height={phone ? 64 : 32} label="Loading releases" />;
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return <NoReleases />;
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5 desk:px-4">
        <p className="min-w-0 flex-1 text-muted" role="status">
          {head === undefined || base === undefined
            ? 'Choose two of an agent to compare them.'
            : same
              ? `${head.agent.name} ${base.version} and ${head.version} chosen`
              : 'These are of two agents: choose two of one.'}
        </p>
        <Button disabled={compare === undefined} onClick={compare}>
          Compare
        </Button>
      </div>
      <DataTable
        label="Releases"
        rows={rows}
        columns={fleetReleaseColumns({ chosen, choose })}
        rowKey={keyOf}
        active={cursor.active}
        headers={{ chosen: <span className="sr-only">Chosen</span> }}
        rowHeight={phone ? 64 : 32}
        twoLines={phone ? (row) => <FleetReleaseLines row={row} of={{ chosen, choose }} /> : undefined}
        onPress={(row) => open(row)}
        onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
      />
    </>
  );
}

const NoReleases = () => (
  <EmptyState title="No release yet">
    <p>
      A release is what an agent is made of, for ever: prompts, model and parameters, tools, policies, code. Every run
      says which one it was, so every chart, cost and incident can be split by it.
    </p>
    <p>
      Open an agent and make its first release, or keep agents as code:{' '}
      <code className="mono text-ink">signalbox apply -R agents/</code>
    </p>
  </EmptyState>
);
