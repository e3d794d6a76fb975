import { useState } from 'react';
import { useKeys } from './keys.ts';

type Cursor<Row> = { active: string | null; setActive: (key: string | null) => void; row: Row | undefined };

/** j, k and arrows over rows; Home and End. The cursor follows its row by key when rows come and go. */
export function useRowCursor<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  onMove?: (row: Row) => void,
): Cursor<Row> {
  const [active, setActive] = useState<string | null>(null);
  const at = active === null ? -1 : rows.findIndex((row) => keyOf(row) === active);
  const to = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row === undefined) return;
    setActive(keyOf(row));
    onMove?.(row);
  };
  const down = (): void => to(at + 1);
  const up = (): void => to(at <= 0 ? 0 : at - 1);
  useKeys({ j: down, ArrowDown: down, k: up, ArrowUp: up, Home: () => to(0), End: () => to(rows.length - 1) });
  return { active, setActive, row: at >= 0 ? rows[at] : undefined };
}
