import type { Finding, Inspected } from './inspect.ts';

/**
 * Shards are told by a hash modulo their number. Where a shard was added to a cluster that holds rows, new versions of old rows go
 * elsewhere, FINAL no longer meets both, and such a run counts twice.
 */
export async function placement({ warehouse, nodes }: Inspected): Promise<Omit<Finding, 'what'>> {
  const shards = new Map(nodes.map(({ shard, weight }) => [shard, weight]));
  if (shards.size === 1) return { state: 'ok', says: 'there is one shard' };
  if (new Set(shards.values()).size > 1) return { state: 'note', says: 'not told where shards differ in weight' };
  const there = await warehouse.query(
    `SELECT 1 FROM system.tables WHERE database = currentDatabase() AND name = 'runs'`,
  );
  if (there.length === 0) return { state: 'note', says: 'no runs yet' };
  const [row] = await warehouse.query<{ astray: string; all: string }>(
    `SELECT countIf(cityHash64(trace_id) % ${shards.size} + 1 != _shard_num) AS astray, count() AS all FROM runs`,
  );
  const { astray, all } = row!;
  if (astray === '0') return { state: 'ok', says: `all ${all} rows of runs` };
  return {
    state: 'bad',
    says: `${astray} of ${all} rows of runs lie on another shard than theirs: shards were added or reordered, and what changes since counts twice`,
  };
}
