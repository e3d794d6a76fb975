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
const withRuns = [of('metrics_1m', 'week'), of('agents_1m', 'week'), of('invocations', 'month'), of('runs', 'month')];
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
  if (await blankRuns(warehouse, ends.spans)) gone['runs'] = [...(gone['runs'] ?? []), 'blanked'];
  return gone;
}

const personal = ['user_id', 'conversation_id', 'input_preview', 'output_preview'] as const;

async function blankRuns(warehouse: Warehouse, before: number): Promise<boolean> {
  const told = personal.map((column) => `${column} != ''`).join(' OR ');
  const old = `(bucket >= toDateTime({from:UInt32}) AND bucket < toDateTime({end:UInt32})
    OR bucket < toDateTime({from:UInt32}) AND ${keptAt} < {before:UInt32})`;
  const params = { from: believedFrom, end: startOf('week', before), before: Math.floor(before / 1000) };
  const found = await warehouse.query(`SELECT 1 FROM runs WHERE ${old} AND (${told}) LIMIT 1`, params);
  if (found.length === 0) return false;
  const blank = personal.map((column) => `${column} = ''`).join(', ');
  const settings = { mutations_sync: 2 };
  await warehouse.command(`ALTER TABLE runs UPDATE ${blank} WHERE ${old} AND (${told})`, params, { settings });
  return true;
}
