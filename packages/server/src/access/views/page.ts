/** A page of rows in id order (ids grow with time), asked for with one row more than it shows. `next` = id to go on after. */
export type Page<T> = { items: T[]; next: string | null };
export type PageQuery = { limit: number; after: string | null };

export function pageOf<Row extends { id: string }, T>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  return { items: shown.map(show), next: rows.length > limit ? shown.at(-1)!.id : null };
}
