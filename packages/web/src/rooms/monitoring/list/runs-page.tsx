import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Run } from 'signalbox/contract/monitoring';
import { useCallback, useMemo, useState } from 'react';
import { boundsOf } from '../../../app/scope.ts';
import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { DemoNote } from '../demo/demo-note.tsx';
import { columns, TwoLines } from './columns.tsx';
import { Filters } from './filters.tsx';
import { NoRuns } from './no-runs.tsx';
import { RunPeek } from './run-peek.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { TotalsLine } from './totals-line.tsx';
import { useLiveRuns } from './use-live-runs.ts';

const route = getRouteApi('/shell/runs');
const keyOf = (run: Run): string => run.id;

/** The runs of the scope, newest first. */
export function RunsPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/runs' });
  const phone = usePhone();
  // A rolling window keeps its start while one reads: it moves when the person asks for what is new, or changes the scope.
  const [anchor, setAnchor] = useState(() => Date.now());
  const { team, env, range, from, to, agent, outcome, state, conversation, user, peek } = search;
  const bounds = useMemo(() => boundsOf({ range, from, to }, anchor), [range, from, to, anchor]);
  const query = useMemo(
    () => ({ ...bounds, teamId: team, environment: env, agent, outcome, state, conversation, user }),
    [bounds, team, env, agent, outcome, state, conversation, user],
  );
  const { list, rows, waiting, atLeast, staleError, readAt } = useLiveRuns(query, true);
  const filtered = [team, env, agent, outcome, state, conversation, user].some((v) => v !== undefined);

  const setPeek = (id: string | undefined): void =>
    void navigate({ search: (s) => ({ ...s, peek: id }), replace: peek !== undefined });
  const open = (run: Run): void => {
    void navigate({ to: '/runs/$runId', params: { runId: run.id }, search: (s) => ({ team: s.team, env: s.env }) });
  };
  const cursor = useRowCursor(rows, keyOf, (run) => (peek === undefined ? undefined : setPeek(run.id)));
  useKeys({
    Enter: cursor.row && (() => open(cursor.row!)),
    ' ': cursor.row && (() => setPeek(peek === cursor.row!.id ? undefined : cursor.row!.id)),
    Escape: peek === undefined ? undefined : () => setPeek(undefined),
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(
    () => (hasNextPage && !isFetchingNextPage ? void fetchNextPage() : undefined),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  const showNew = (): void => {
    setAnchor(Date.now());
    cursor.setActive(null);
  };
  const news =
    waiting === 0 ? null : (
      <Button tone="primary" onClick={showNew}>
        {atLeast ? `${waiting}+ new` : `${waiting} new`}
      </Button>
    );
  const peeked = rows.find((r) => r.id === peek);
  return (
    <>
      <h1 className="sr-only">Runs</h1>
      <Filters search={search} end={news} />
      {staleError ? <StaleNotice error={staleError} readAt={readAt} onRetry={showNew} /> : null}
      <div className="relative flex min-h-0 flex-1">
        {list.isPending ? (
          <div className="flex-1 overflow-hidden">
            <Skeleton rows={16} height={phone ? 56 : 32} label="Loading runs" />
          </div>
        ) : list.isError && !list.data ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : rows.length === 0 ? (
          <div className="flex-1 overflow-y-auto">
            <NoRuns filtered={filtered} onFirst={showNew} />
          </div>
        ) : (
          <DataTable
            key={anchor}
            label="Runs"
            rows={rows}
            columns={columns}
            rowKey={keyOf}
            active={cursor.active}
            selected={peek ?? null}
            rowHeight={phone ? 56 : 32}
            twoLines={phone ? (run) => <TwoLines run={run} /> : undefined}
            onPress={(run) => {
              cursor.setActive(run.id);
              if (phone) open(run);
              else setPeek(run.id);
            }}
            onEnd={more}
            footer={
              <p className="px-4 py-2 text-meta text-muted">
                {isFetchingNextPage
                  ? 'Loading more…'
                  : hasNextPage
                    ? ''
                    : `End of the list, ${plural(rows.length, 'run')}`}
              </p>
            }
          />
        )}
        {peek === undefined ? null : <RunPeek id={peek} run={peeked} onClose={() => setPeek(undefined)} />}
      </div>
      <DemoNote team={team} />
      {filtered || rows.length === 0 ? null : <TotalsLine bounds={bounds} />}
    </>
  );
}
