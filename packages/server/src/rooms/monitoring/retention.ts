import type { Warehouse } from '../../ports/warehouse.ts';
import { believedFrom, expire, type ExpiringTable } from '../../spine/retention/expire.ts';
import { startOf } from '../../spine/retention/partition.ts';

/** Versions are Unix microseconds. */
const keptAt = 'intDiv(version, 1000000)';
const of = (table: string, partition: ExpiringTable['partition']): ExpiringTable => ({
  ...{ table, time: 'bucket', partition, keptAt },
});
/** Ends with the spans that they are made of: a minute that is touched again is always younger than these. */
const withSpans = [of('steps', 'week')];
const withRuns = [
  of('metrics_1m', 'week'),
  of('agents_1m', 'week'),
  of('invocations', 'month'),
  of('runs', 'month'),
  of('failures', 'month'),
];
const withHours = [of('metrics_1h', 'month'), of('agents_1h', 'month')];

/** Moments before which each ends, Unix milliseconds. Figures of days stay. */
export type Ends = { spans: number; runs: number; hours: number };

/** Removes derived rows past their time, and from runs whose spans are gone what was said and who it was said to. */
export async function expireDerived(warehouse: Warehouse, ends: Ends): Promise<Record<string, string[]>> {
  const gone: Record<string, string[]> = {};
  const lists = [
    [withSpans, ends.spans],
    [withRuns, ends.runs],
    [withHours, ends.hours],
  ] as const;
  for (const [tables, before] of lists)
    for (const one of tables) gone[one.table] = await expire(warehouse, one, before);
  for (const table of ['runs', 'failures'] as const)
    if (await blank(warehouse, table, ends.spans)) gone[table] = [...(gone[table] ?? []), 'blanked'];
  return gone;
}

const personal = {
  runs: ['user_id', 'conversation_id', 'input_preview', 'output_preview'],
  failures: ['user_id', 'conversation_id'],
} as const;

async function blank(warehouse: Warehouse, table: keyof typeof personal, before: number): Promise<boolean> {
  const told = personal[table].map((column) => `${column} != ''`).join(' OR ');
  const old = `(bucket >= toDateTime({from:UInt32}) AND bucket < toDateTime({end:UInt32})
    OR bucket < toDateTime({from:UInt32}) AND ${keptAt} < {before:UInt32})`;
  const params = { from: believedFrom, end: startOf('week', before), before: Math.floor(before / 1000) };
  const found = await warehouse.query(`SELECT 1 FROM ${table} WHERE ${old} AND (${told}) LIMIT 1`, params);
  if (found.length === 0) return false;
  const empty = personal[table].map((column) => `${column} = ''`).join(', ');
  const settings = { mutations_sync: 2 };
  await warehouse.command(`ALTER TABLE ${table} UPDATE ${empty} WHERE ${old} AND (${told})`, params, { settings });
  return true;
}
