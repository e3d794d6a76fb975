import { literalOf, type Partition, partitionOf, startOf } from './partition.ts';

/** As much of the warehouse as this needs. */
export type Store = {
  query<Row>(sql: string, params?: Record<string, unknown>): Promise<Row[]>;
  command(
    sql: string,
    params?: Record<string, unknown>,
    options?: { settings?: Record<string, string | number> },
  ): Promise<void>;
};
/**
 * A table whose rows end. `time`: the column it is partitioned by. `keptAt`: SQL for the Unix second at which a row was written, by
 * which rows go whose own time was not believed (they are all filed at 0).
 */
export type ExpiringTable = { table: string; time: string; partition: Partition; keptAt: string };

/** Times of the first week of 1970 stand for no time. */
export const believedFrom = 604_800;

/**
 * Removes what is older than `before` (Unix milliseconds) by whole partitions, so that nothing is written anew: rows live up to one
 * partition longer. Returns the partitions that went; 'undated' for rows without a time that is believed. Can be repeated.
 */
export async function expire(
  store: Store,
  { table, time, partition, keptAt }: ExpiringTable,
  before: number,
): Promise<string[]> {
  const gone = await store.query<{ p: string }>(
    `SELECT DISTINCT ${partitionOf[partition](time)} AS p FROM ${table}
     WHERE ${time} >= toDateTime({from:UInt32}) AND ${time} < toDateTime({end:UInt32}) ORDER BY p`,
    { from: believedFrom, end: startOf(partition, before) },
  );
  for (const { p } of gone) await store.command(`ALTER TABLE ${table} DROP PARTITION ${literalOf(partition, p)}`);
  const undated = `${time} < toDateTime({from:UInt32}) AND ${keptAt} < {before:UInt32}`;
  const params = { from: believedFrom, before: Math.floor(before / 1000) };
  const found = await store.query(`SELECT 1 FROM ${table} WHERE ${undated} LIMIT 1`, params);
  if (found.length > 0)
    await store.command(`ALTER TABLE ${table} DELETE WHERE ${undated}`, params, { settings: { mutations_sync: 2 } });
  return [...gone.map(({ p }) => p), ...(found.length > 0 ? ['undated'] : [])];
}
