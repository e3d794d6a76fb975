/**
 * Rollups are rebuilt, never added to: one statement reads the source of the touched buckets and, as zeros, the keys that
 * stood there before and may have vanished (research of M3 in docs/decisions/0004). `steps` holds one row per span id,
 * resolved; FINAL leaves the newest.
 */

const keys = 'workspace_id, bucket, team_id, agent, release, environment, kind, provider, model, bound';
const keysBehindBucket = 'team_id, agent, release, environment, kind, provider, model, bound';

const counts = [
  'spans',
  'runs',
  'errors',
  'calls',
  'unknown_calls',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'cost_nano_usd',
  'cost_known',
  'cost_computed_nano_usd',
  'uncosted_calls',
  'duration_ns',
  'duration_known',
] as const;
const histograms = ['duration_hist', 'ttft_hist'] as const;

/** Eight buckets to the doubling, of microseconds: quantiles at most 4.5 % off. */
const histogram = (ns: string): string =>
  `sumMapIf(map(toUInt16(floor(log2(greatest(intDiv(ifNull(${ns}, 0), 1000), 1)) * 8)), toUInt64(1)), ${ns} IS NOT NULL)`;
const tokens = (column: string): string => `sum(toUInt64(ifNull(${column}, 0)))`;

/** As model/costs.ts has it, of rows `s` of `steps`. */
export const isUncosted =
  "counts_call AND s.cost_nano_usd IS NULL AND s.cost_source = '' AND NOT (is_error AND s.input_tokens IS NULL)";

const fromSteps = `SELECT ${keys},
  count() AS spans, countIf(is_top) AS runs, countIf(is_error) AS errors, countIf(counts_call) AS calls,
  countIf(counts_call AND s.input_tokens IS NULL AND NOT is_error) AS unknown_calls,
  ${tokens('s.input_tokens')} AS input_tokens, ${tokens('s.output_tokens')} AS output_tokens,
  ${tokens('s.cache_read_tokens')} AS cache_read_tokens, ${tokens('s.cache_write_tokens')} AS cache_write_tokens,
  ${tokens('s.reasoning_tokens')} AS reasoning_tokens,
  sum(ifNull(s.cost_nano_usd, 0)) AS cost_nano_usd, count(s.cost_nano_usd) AS cost_known,
  sumIf(ifNull(s.cost_nano_usd, 0), cost_source = 'computed') AS cost_computed_nano_usd,
  countIf(${isUncosted}) AS uncosted_calls,
  sum(ifNull(s.duration_ns, 0)) AS duration_ns, count(s.duration_ns) AS duration_known,
  ${histogram('s.duration_ns')} AS duration_hist, ${histogram('s.ttft_ns')} AS ttft_hist
FROM steps AS s FINAL
WHERE workspace_id = {workspace:String} AND bucket IN {buckets:Array(DateTime('UTC'))} AND counted
GROUP BY ${keys}`;

/** metrics_1m of some minutes from the steps filed under them. */
export const minuteSql = rebuilt('metrics_1m', fromSteps, 'bucket');
export const hourSql = rebuilt('metrics_1h', coarser('metrics_1m', 'toStartOfHour'), 'bucket');
export const daySql = rebuilt('metrics_1d', coarser('metrics_1h', 'toStartOfDay'), 'bucket');

function coarser(finer: string, start: string): string {
  return `SELECT workspace_id, ${start}(m.bucket) AS bucket, ${keysBehindBucket},
  ${counts.map((name) => `sum(m.${name}) AS ${name}`).join(', ')}, ${histograms.map((name) => `sumMap(m.${name}) AS ${name}`).join(', ')}
FROM ${finer} AS m FINAL
WHERE workspace_id = {workspace:String} AND ${start}(m.bucket) IN {buckets:Array(DateTime('UTC'))}
GROUP BY ${keys}`;
}

function rebuilt(table: string, source: string, bucket: string): string {
  const summed = counts.map((name) => `sum(t.${name})`).join(', ');
  return `INSERT INTO ${table} (${keys}, version, ${[...counts, ...histograms].join(', ')})
SELECT ${keys}, {version:UInt64}, ${summed}, ${histograms.map((name) => `sumMap(t.${name})`).join(', ')} FROM (
${source}
UNION ALL
SELECT ${keys}, ${counts.map((name) => `0 AS ${name}`).join(', ')}, ${histograms.map((name) => `CAST(map(), 'Map(UInt16, UInt64)') AS ${name}`).join(', ')}
FROM ${table} FINAL WHERE workspace_id = {workspace:String} AND ${bucket} IN {buckets:Array(DateTime('UTC'))}
) AS t GROUP BY ${keys}`;
}
