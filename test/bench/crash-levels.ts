import type { Warehouse } from '../../packages/server/src/ports/warehouse.ts';
import { bucketLevel, countLevel, idLevel, type Expected, type Level } from './crash-compare.ts';

const tiers = [
  ['metrics_1m', 60],
  ['metrics_1h', 3600],
  ['metrics_1d', 86_400],
] as const;

/** Every place where spans are counted, read from the warehouse itself after the server has stopped. `closedThrough`: Unix seconds. */
export async function readLevels(warehouse: Warehouse, expected: Expected, closedThrough: number): Promise<Level[]> {
  const levels = [idLevel('spans FINAL', expected.ids, await idsOf(warehouse, 'spans FINAL'))];
  levels.push(
    countLevel(
      'spans, distinct ids',
      expected.ids.size,
      await numberOf(warehouse, 'SELECT uniqExact(trace_id, span_id) AS n FROM spans'),
    ),
  );
  levels.push(
    countLevel('runs', expected.runs, await numberOf(warehouse, `SELECT count() AS n FROM runs FINAL WHERE ${live}`)),
  );
  levels.push(
    countLevel(
      'runs, their steps',
      expected.ids.size,
      await numberOf(warehouse, `SELECT sum(steps) AS n FROM runs FINAL WHERE ${live}`),
    ),
  );
  levels.push(
    countLevel(
      'invocations',
      expected.invocations,
      await numberOf(warehouse, 'SELECT count() AS n FROM invocations FINAL WHERE is_deleted = 0'),
    ),
  );
  for (const [table, width] of tiers) {
    const found = await warehouse.query<{ bucket: string; n: string }>(
      `SELECT toUnixTimestamp(bucket) AS bucket, sum(spans) AS n FROM ${table} FINAL GROUP BY bucket`,
    );
    const rows = new Map(found.map((row) => [Number(row.bucket), Number(row.n)]));
    levels.push(bucketLevel(table, expected.minutes, { rows, width, closedThrough }));
  }
  return levels;
}

const live = "is_deleted = 0 AND redirect_to = ''";

async function idsOf(warehouse: Warehouse, table: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const rows of warehouse.stream<{ id: string }>(
    `SELECT concat(trace_id, ' ', span_id) AS id FROM ${table}`,
  ))
    for (const row of rows) ids.push(row.id);
  return ids;
}

const numberOf = async (warehouse: Warehouse, sql: string): Promise<number> =>
  Number((await warehouse.query<{ n: string }>(sql))[0]?.n ?? 0);
