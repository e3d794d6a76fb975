import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, type ReactNode } from 'react';
import { plural } from '../../../format/number.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Filters } from '../list/filters.tsx';
import { ExplorerTabs } from '../list/tabs.tsx';
import type { RunsSearch } from '../search.ts';

type Props<Row> = {
  noun: 'step' | 'user';
  search: RunsSearch;
  list: UseInfiniteQueryResult<unknown, unknown>;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  twoLines: (row: Row) => ReactNode;
  onOpen: (row: Row) => void;
};

/** A list of the explorer under its filters: loading, broken, empty, and rows to walk through by keys. */
export function ListFrame<Row>({ noun, search, list, rows, columns, keyOf, twoLines, onOpen }: Props<Row>) {
  const phone = usePhone();
  const cursor = useRowCursor(rows, keyOf);
  const navigate = useNavigate();
  useKeys({ Enter: cursor.row && (() => onOpen(cursor.row!)) });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(
    () => (hasNextPage && !isFetchingNextPage ? void fetchNextPage() : undefined),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  const title = noun === 'step' ? 'Steps' : 'Users';
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <ExplorerTabs page={`${noun}s`} />
      <Filters search={search} end={null} />
      {list.isPending ? (
        <div className="flex-1 overflow-hidden">
          <Skeleton rows={16} height={phone ? 56 : 32} label={`Loading ${noun}s`} />
        </div>
      ) : list.isError && list.data === undefined ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState title={`No ${noun} fits here`}>
          <p>Other filters or a longer time may hold some.</p>
          <button
            type="button"
            className="text-accent underline"
            onClick={() =>
              void navigate({ to: '.', search: (s) => ({ ...s, range: 'all', from: undefined, to: undefined }) })
            }
          >
            Show all time
          </button>
        </EmptyState>
      ) : (
        <DataTable
          label={title}
          rows={rows}
          columns={columns}
          rowKey={keyOf}
          active={cursor.active}
          rowHeight={phone ? 56 : 32}
          twoLines={phone ? twoLines : undefined}
          onPress={onOpen}
          onEnd={more}
          footer={
            <p className="px-4 py-2 text-meta text-muted">
              {isFetchingNextPage
                ? 'Loading more…'
                : hasNextPage
                  ? ''
                  : `End of the list, ${plural(rows.length, noun)}`}
            </p>
          }
        />
      )}
    </>
  );
}
