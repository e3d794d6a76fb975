import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Run } from 'signalbox/contract/monitoring';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { boundsOf } from '../../../app/scope.ts';
import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Inspector } from '../../../ui/inspector.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { DemoNote } from '../demo/demo-note.tsx';
import { readConditions, writeConditions } from '../model/conditions.ts';
import { type RunsSearch, sorts } from '../search.ts';
import { ChoiceBar, Export } from './choice-bar.tsx';
import { chosenColumns, sortHeads, withChoice } from './chosen-columns.tsx';
import { ColumnChoice } from './column-choice.tsx';
import { TwoLines } from './columns.tsx';
import { Filters } from './filters.tsx';
import { RunHistogram } from './histogram.tsx';
import { withHits } from './hit-cell.tsx';
import { ExplorerTabs } from './tabs.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { TotalsLine } from './totals-line.tsx';
import { useLiveRuns } from './use-live-runs.ts';

const FacetPanel = lazy(async () => ({ default: (await import('./facet-panel.tsx')).FacetPanel }));
const NoRuns = lazy(async () => ({ default: (await import('./no-runs.tsx')).NoRuns }));
const RunPeek = lazy(async () => ({ default: (await import('./run-peek.tsx')).RunPeek }));

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
  const { said, filter, sorted, order, cols, live, facets } = search;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const bounds = useMemo(() => boundsOf({ range, from, to }, anchor), [range, from, to, anchor]);
  const query = useMemo(
    () => ({ ...bounds, teamId: team, environment: env, agent, outcome, state, conversation, user, filter, q: said }),
    [bounds, team, env, agent, outcome, state, conversation, user, filter, said],
  );
  const asked = useMemo(
    () => (sorted === undefined ? query : { ...query, sort: sorted, order }),
    [query, sorted, order],
  );
  const { list, rows, hits, waiting, atLeast, staleError, readAt } = useLiveRuns(
    asked,
    live !== 'off' && sorted === undefined,
  );
  const filtered = [team, env, agent, outcome, state, conversation, user, filter, said].some((v) => v !== undefined);
  const set = (change: RunsSearch): void => void navigate({ search: (s) => ({ ...s, ...change }) });
  const toggle = (id: string): void =>
    setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id].slice(-200)));
  const setRange = (begin: string, end: string): void =>
    void navigate({ search: (s) => ({ ...s, range: undefined, from: begin, to: end, peek: undefined }) });

  const setPeek = (id: string | undefined): void =>
    void navigate({ search: (s) => ({ ...s, peek: id }), replace: peek !== undefined });
  const open = (run: Run): void => {
    void navigate({ to: '/runs/$runId', params: { runId: run.id }, search: (s) => ({ team: s.team, env: s.env }) });
  };
  const cursor = useRowCursor(rows, keyOf, (run) => (peek === undefined ? undefined : setPeek(run.id)));
  useKeys({
    Enter: cursor.row && (() => open(cursor.row!)),
    ' ': cursor.row && (() => setPeek(peek === cursor.row!.id ? undefined : cursor.row!.id)),
    c:
      chosen.length === 2
        ? () => void navigate({ to: '/runs/compare', search: { a: chosen[0]!, b: chosen[1]! } })
        : undefined,
    x: cursor.row && (() => toggle(cursor.row!.id)),
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
      <Button tone="primary" className="absolute inset-y-0 right-0 w-full" onClick={showNew}>
        {atLeast ? `${waiting}+ new` : `${waiting} new`}
      </Button>
    );
  const peeked = rows.find((r) => r.id === peek);
  return (
    <>
      <h1 className="sr-only">Runs</h1>
      <ExplorerTabs
        page="runs"
        end={
          phone ? null : (
            <>
              <label className="flex cursor-pointer items-center gap-1.5 text-muted">
                <input
                  type="checkbox"
                  checked={live !== 'off'}
                  disabled={sorted !== undefined}
                  onChange={(event) => set({ live: event.target.checked ? undefined : 'off' })}
                  className="size-4 accent-(--accent)"
                />
                Live tail
              </label>
              <ColumnChoice cols={cols} onChange={(next) => set({ cols: next })} />
              <Export query={query} />
            </>
          )
        }
      />
      <Filters
        search={search}
        end={
          <>
            {/* Room for the most that can be said: nothing beside it moves when new ones come. */}
            <span className="relative h-11 w-24 tabular-nums desk:h-7">{news}</span>
            <Button
              tone="quiet"
              aria-expanded={facets === 'open'}
              onClick={() => set({ facets: facets === 'open' ? undefined : 'open' })}
            >
              Facets
            </Button>
          </>
        }
      />
      <RunHistogram query={query} onRange={setRange} />
      {chosen.length === 0 ? null : <ChoiceBar chosen={chosen} query={query} onClear={() => setChosen([])} />}
      {staleError ? <StaleNotice error={staleError} readAt={readAt} onRetry={showNew} /> : null}
      <div className="relative flex min-h-0 flex-1">
        {facets === 'open' ? (
          <Suspense fallback={<div className="w-60 shrink-0 border-r border-line max-desk:hidden" />}>
            <FacetPanel
              query={query}
              conditions={readConditions(filter)}
              onChange={(next) => set({ filter: writeConditions(next), peek: undefined })}
            />
          </Suspense>
        ) : null}
        {list.isPending ? (
          <div className="flex-1 overflow-hidden">
            <Skeleton rows={16} height={phone ? 56 : 32} label="Loading runs" />
          </div>
        ) : list.isError && !list.data ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : rows.length === 0 ? (
          <div className="flex-1 overflow-y-auto">
            <Suspense>
              <NoRuns filtered={filtered} onFirst={showNew} />
            </Suspense>
          </div>
        ) : (
          <DataTable
            key={`${anchor}${sorted}${order}`}
            label="Runs"
            rows={rows}
            columns={withChoice(withHits(chosenColumns(cols), hits), new Set(chosen), toggle)}
            headers={sortHeads({ by: sorted, order }, (next) =>
              set({ sorted: next.by, order: next.order, peek: undefined }),
            )}
            sorted={sorted === undefined ? undefined : { id: sorts[sorted], order: order ?? 'desc' }}
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
        {peek === undefined ? null : (
          <Suspense
            fallback={
              <Inspector label="Run" title="Run" onClose={() => setPeek(undefined)}>
                <Skeleton rows={8} label="Loading run" />
              </Inspector>
            }
          >
            <RunPeek id={peek} run={peeked} onClose={() => setPeek(undefined)} />
          </Suspense>
        )}
      </div>
      <DemoNote team={team} />
      {filtered || rows.length === 0 ? null : <TotalsLine bounds={bounds} />}
    </>
  );
}
