import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding, Inspected } from './inspect.ts';
import { localName } from './topology.ts';

const table = 'doctor_probe';
const replicasMs = 10_000;

/** Rows go in through every shard, are read back once each, are refused a second time by their token, and reach all replicas. */
export async function probe({ warehouse, cluster, nodes }: Inspected): Promise<Omit<Finding, 'what'>> {
  const shards = [...new Set(nodes.map(({ shard }) => shard))];
  const rows = shards.length * 64;
  const read = async (sql: string) => warehouse.query<{ shard: number; n: string }>(sql, { cluster });
  await warehouse.command(`DROP TABLE IF EXISTS ${table} SYNC`);
  await warehouse.command(
    `CREATE TABLE IF NOT EXISTS ${table} (id UInt64, note String) ENGINE = ReplacingMergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`,
  );
  try {
    const settings = { insert_deduplication_token: `doctor-${randomUUID()}`, insert_deduplicate: 1 };
    for (let time = 0; time < 2; time++)
      await warehouse.command(`INSERT INTO ${table} SELECT number, '' FROM numbers(${rows})`, {}, { settings });
    const found = await read(`SELECT _shard_num AS shard, count() AS n FROM ${table} GROUP BY shard`);
    const missing = shards.filter((shard) => !found.some((row) => row.shard === shard));
    if (missing.length > 0)
      return { state: 'bad', says: `nothing that was inserted lies on shard ${missing.join(', ')}` };
    const total = found.reduce((sum, { n }) => sum + Number(n), 0);
    if (total !== rows)
      return { state: 'bad', says: `${rows} rows inserted twice under one token are read as ${total}` };
    const everywhere = `SELECT 0 AS shard, count() AS n FROM clusterAllReplicas({cluster:String}, currentDatabase(), '${localName(table)}')`;
    const wanted = found.reduce(
      (sum, { shard, n }) => sum + Number(n) * nodes.filter((node) => node.shard === shard).length,
      0,
    );
    const until = performance.now() + replicasMs;
    for (;;) {
      const reached = Number((await read(everywhere))[0]!.n);
      if (reached === wanted) return { state: 'ok', says: `${rows} rows in, out, and on all replicas` };
      if (performance.now() > until)
        return { state: 'bad', says: `after ${replicasMs / 1000} s the replicas hold ${reached} rows of ${wanted}` };
      await sleep(250);
    }
  } finally {
    await warehouse.command(`DROP TABLE IF EXISTS ${table} SYNC`);
  }
}
