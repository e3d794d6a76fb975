/**
 * Rows where they stood, with what they say now: figures change in place while one reads, rows do not. Those that came stand at
 * the end, those that went are gone. `moved`: the order asked for is another by now.
 */
export function steady<Row extends { id: string }>(
  order: readonly string[],
  now: readonly Row[],
): { rows: Row[]; moved: boolean } {
  const byId = new Map(now.map((row) => [row.id, row]));
  const stood = order.flatMap((id) => byId.get(id) ?? []);
  const known = new Set(order);
  const rows = [...stood, ...now.filter((row) => !known.has(row.id))];
  return { rows, moved: rows.some((row, i) => row.id !== now[i]!.id) };
}
