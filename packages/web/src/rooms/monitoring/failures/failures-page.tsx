import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Failure } from 'signalbox/contract/monitoring/failures';
import { useCallback, useMemo, useState } from 'react';
import { boundsOf } from '../../../app/scope.ts';
import { plural } from '../../../format/number.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { type Done, UndoBar } from '../../../ui/undo-bar.tsx';
import { columns, TwoLines } from './columns.tsx';
import { FailurePeek } from './failure-peek.tsx';
import { Filters } from './filters.tsx';
import { NoFailures } from './no-failures.tsx';
import { failuresQuery } from './queries.ts';

const route = getRouteApi('/shell/failures');
const keyOf = (failure: Failure): string => failure.id;
/** Left out, the server would take the last 30 days. */
const begin = '1970-01-01T00:00:00.000Z';

/** What failed in the scope, grouped by what it is. */
export function FailuresPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/failures' });
  const phone = usePhone();
  const [anchor] = useState(() => Date.now());
  const [done, setDone] = useState<Done | null>(null);
  const { team, env, range, from, to, agent, class: of, standing, release, run, by, peek } = search;
  const bounds = useMemo(() => ({ from: begin, ...boundsOf({ range, from, to }, anchor) }), [range, from, to, anchor]);
  const query = useMemo(
    () => ({ ...bounds, teamId: team, environment: env, agent, class: of, state: standing, release, run, sort: by }),
    [bounds, team, env, agent, of, standing, release, run, by],
  );
  const list = useInfiniteQuery(failuresQuery(query));
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  const filtered = [team, env, agent, of, standing, release, run].some((value) => value !== undefined);
  const setPeek = (id: string | undefined): void =>
    void navigate({ search: (s) => ({ ...s, peek: id }), replace: peek !== undefined });
  const cursor = useRowCursor(rows, keyOf, (one) => (peek === undefined ? undefined : setPeek(one.id)));
  const toggle = cursor.row && (() => setPeek(peek === cursor.row!.id ? undefined : cursor.row!.id));
  useKeys({ Enter: toggle, ' ': toggle, Escape: peek === undefined ? undefined : () => setPeek(undefined) });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(
    () => (hasNextPage && !isFetchingNextPage ? void fetchNextPage() : undefined),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  const gone = useCallback(() => setDone(null), []);
  return (
    <>
      <h1 className="sr-only">Failures</h1>
      <Filters search={search} />
      {list.isError && list.data ? (
        <StaleNotice error={list.error} readAt={list.dataUpdatedAt} onRetry={() => void list.refetch()} />
      ) : null}
      <div className="relative flex min-h-0 flex-1">
        {list.isPending ? (
          <div className="flex-1 overflow-hidden">
            <Skeleton rows={16} height={phone ? 56 : 32} label="Loading failures" />
          </div>
        ) : list.isError && !list.data ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : rows.length === 0 ? (
          <div className="flex-1 overflow-y-auto">
            <NoFailures filtered={filtered} />
          </div>
        ) : (
          <DataTable
            label="Failures"
            rows={rows}
            columns={columns}
            rowKey={keyOf}
            active={cursor.active}
            selected={peek ?? null}
            rowHeight={phone ? 56 : 32}
            twoLines={phone ? (failure) => <TwoLines failure={failure} /> : undefined}
            onPress={(failure) => {
              cursor.setActive(failure.id);
              setPeek(failure.id);
            }}
            onEnd={more}
            footer={
              <p className="px-4 py-2 text-meta text-muted">
                {isFetchingNextPage
                  ? 'Loading more…'
                  : hasNextPage
                    ? ''
                    : `End of the list, ${plural(rows.length, 'failure')}`}
              </p>
            }
          />
        )}
        {peek === undefined ? null : (
          <FailurePeek key={peek} id={peek} bounds={bounds} onClose={() => setPeek(undefined)} onDone={setDone} />
        )}
      </div>
      <UndoBar done={done} onGone={gone} />
    </>
  );
}
