import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useWidth } from './measure.ts';

export type Column<Row> = {
  id: string;
  header: string;
  /** Stands in the header, so that cells hold bare numbers. */
  unit?: string;
  align?: 'right';
  /** A CSS grid track, e.g. "96px" or "minmax(160px, 1fr)". */
  width: string;
  /** Shown only where the table is at least this wide, px. */
  from?: number;
  cell: (row: Row) => ReactNode;
};

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** The row with the cursor, by key; null = none yet. */
  active: string | null;
  selected?: string | null;
  onPress: (row: Row) => void;
  onEnd?: (() => void) | undefined;
  rowHeight: number;
  /** Given, it replaces the columns: one cell of two lines (phones). */
  twoLines?: ((row: Row) => ReactNode) | undefined;
  /** Stands after the last row. */
  footer?: ReactNode;
  role?: 'grid' | 'treegrid';
  rowProps?: (row: Row) => Record<string, number | boolean | string | undefined>;
  /** Replaces the header text of a column, e.g. by an axis. */
  headers?: Record<string, ReactNode>;
  /** The column that the rows are sorted by, where a person chose one. */
  sorted?: { id: string; order: 'asc' | 'desc' } | undefined;
};

/** What is taken to be in view until it is measured: the first drawing has its rows already. */
const screenful = { width: 0, height: 900 };

/** Rows by the ten thousand: only those in view are in the page. The head stays, the cursor is `aria-activedescendant`. */
export function DataTable<Row>(props: Props<Row>) {
  const { rows, rowKey, rowHeight, active, onEnd, twoLines } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const base = useId();
  const width = useWidth(scroller);
  const columns = props.columns.filter((c) => c.from === undefined || width >= c.from);
  const template = twoLines ? '1fr' : columns.map((c) => c.width).join(' ');
  const head = twoLines ? 0 : 32;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (i) => rowKey(rows[i]!),
    overscan: 12,
    scrollMargin: head,
    scrollPaddingStart: head,
    scrollPaddingEnd: 4,
    initialRect: screenful,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const at = active === null ? -1 : rows.findIndex((row) => rowKey(row) === active);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
    // Only when the cursor moves: rows that arrive must not scroll the page under the reader.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onEnd && rows.length > 0 && last >= rows.length - 10) onEnd();
  }, [last, rows.length, onEnd]);
  return (
    <div
      ref={scroller}
      role={props.role ?? 'grid'}
      aria-label={props.label}
      aria-rowcount={rows.length + (head > 0 ? 1 : 0)}
      aria-activedescendant={at >= 0 && items.some((i) => i.index === at) ? `${base}${at}` : undefined}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto -outline-offset-2 [overflow-anchor:none]"
    >
      {twoLines ? null : (
        <div role="rowgroup" className="sticky top-0 z-10">
          <div
            role="row"
            aria-rowindex={1}
            className="grid h-8 items-center border-b border-line bg-ground"
            style={{ gridTemplateColumns: template }}
          >
            {columns.map((c) => (
              <div
                key={c.id}
                role="columnheader"
                aria-sort={
                  props.sorted?.id === c.id ? (props.sorted.order === 'asc' ? 'ascending' : 'descending') : undefined
                }
                className={`label truncate px-2 first:pl-4 last:pr-4 ${c.align === 'right' ? 'text-right' : ''}`}
              >
                {props.headers?.[c.id] ?? c.header}
                {c.unit === undefined ? null : <span className="font-normal"> {c.unit}</span>}
              </div>
            ))}
          </div>
        </div>
      )}
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]!;
          const chosen = props.selected === item.key;
          return (
            <div
              key={item.key}
              id={`${base}${item.index}`}
              role="row"
              aria-rowindex={item.index + 1 + (head > 0 ? 1 : 0)}
              aria-selected={chosen}
              {...props.rowProps?.(row)}
              onClick={() => props.onPress(row)}
              className={`absolute inset-x-0 top-0 grid cursor-pointer items-center border-b border-line ${chosen ? 'bg-select' : 'hover:bg-sunk'} ${item.index === at ? 'shadow-[inset_2px_0_0_var(--accent)]' : ''}`}
              style={{
                height: rowHeight,
                gridTemplateColumns: template,
                transform: `translateY(${item.start - head}px)`,
              }}
            >
              {twoLines ? (
                <div role="gridcell" className="min-w-0 px-3">
                  {twoLines(row)}
                </div>
              ) : (
                columns.map((c) => (
                  <div
                    key={c.id}
                    role="gridcell"
                    className={`min-w-0 truncate px-2 first:pl-4 last:pr-4 ${c.align === 'right' ? 'num' : ''}`}
                  >
                    {c.cell(row)}
                  </div>
                ))
              )}
            </div>
          );
        })}
      </div>
      {props.footer}
    </div>
  );
}
