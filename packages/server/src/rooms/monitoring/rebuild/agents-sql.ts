/**
 * Rollups of agents, from `invocations` in the way that metrics are made from `steps`: rebuilt by whole minutes, with zeros
 * for the keys that vanished. Tokens and costs stay null where no invocation told any.
 */

const keysBehindBucket = 'team_id, agent, release, environment, bound';
const keys = `workspace_id, bucket, ${keysBehindBucket}`;

const outcomes = ['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown'] as const;

/** Each with what it counts of the rows `i` of `invocations`. */
const counts: readonly (readonly [name: string, of: string])[] = [
  ['invocations', 'count()'],
  ['top_level', 'countIf(i.is_top)'],
  ['refused', 'countIf(i.refused)'],
  ...['errors', 'model_calls', 'tool_calls', 'unknown_calls', 'uncosted_calls'].map(
    (name) => [name, `sum(i.${name})`] as const,
  ),
  ...outcomes.flatMap(
    (name) =>
      [
        [name, `countIf(i.outcome = '${name}')`],
        [`${name}_inferred`, `countIf(i.outcome = '${name}' AND i.outcome_source = 'inferred')`],
      ] as const,
  ),
  ['duration_ns', 'sum(ifNull(i.duration_ns, 0))'],
  ['duration_known', 'count(i.duration_ns)'],
];
const unknowable = [
  ...['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens'],
  ...['cost_nano_usd', 'cost_computed_nano_usd'],
];

/** Eight buckets to the doubling, of microseconds, as the metrics have them. */
const durations = `sumMapIf(map(toUInt16(floor(log2(greatest(intDiv(ifNull(i.duration_ns, 0), 1000), 1)) * 8)), toUInt64(1)), i.duration_ns IS NOT NULL)`;

const columns = [...counts.map(([name]) => name), ...unknowable, 'first_start', 'last_start', 'duration_hist'];

/** What each tier holds beside its keys. */
export const figureColumns = columns.join(', ');

/** The figures of rows `i` of `invocations`. */
export const figuresOfInvocations = [
  ...counts.map(([name, of]) => `${of} AS ${name}`),
  ...unknowable.map((name) => `sum(i.${name}) AS ${name}`),
  'min(i.start_time) AS first_start',
  'max(i.start_time) AS last_start',
  `${durations} AS duration_hist`,
].join(', ');

/** The figures of rows of a tier, or of those that `figuresOfInvocations` gives, together. */
export const figuresTogether = (row: string): string =>
  [
    ...[...counts.map(([name]) => name), ...unknowable].map((name) => `sum(${row}.${name}) AS ${name}`),
    // A row of zeros has no first start.
    `minIf(${row}.first_start, ${row}.invocations > 0) AS first_start`,
    `max(${row}.last_start) AS last_start`,
    `sumMap(${row}.duration_hist) AS duration_hist`,
  ].join(', ');

const inBuckets = "workspace_id = {workspace:String} AND bucket IN {buckets:Array(DateTime('UTC'))}";

const fromInvocations = `SELECT ${keys}, ${figuresOfInvocations}
FROM invocations AS i FINAL WHERE ${inBuckets} AND is_deleted = 0 GROUP BY ${keys}`;

/** agents_1m of some minutes, from the invocations filed under them; then the hours and days they lie in. */
export const agentMinuteSql = rebuilt('agents_1m', fromInvocations);
export const agentHourSql = rebuilt('agents_1h', coarser('agents_1m', 'toStartOfHour'));
export const agentDaySql = rebuilt('agents_1d', coarser('agents_1h', 'toStartOfDay'));

function coarser(finer: string, start: string): string {
  return `SELECT workspace_id, ${start}(m.bucket) AS bucket, ${keysBehindBucket}, ${figuresTogether('m')}
FROM ${finer} AS m FINAL
WHERE workspace_id = {workspace:String} AND ${start}(m.bucket) IN {buckets:Array(DateTime('UTC'))} GROUP BY ${keys}`;
}

function rebuilt(table: string, source: string): string {
  const zeros = [
    ...counts.map(() => '0'),
    ...unknowable.map(() => 'NULL'),
    ...["toDateTime64(0, 9, 'UTC')", "toDateTime64(0, 9, 'UTC')", "CAST(map(), 'Map(UInt16, UInt64)')"],
  ];
  return `INSERT INTO ${table} (${keys}, version, ${figureColumns})
SELECT ${keys}, {version:UInt64}, ${figuresTogether('t')} FROM (
${source}
UNION ALL
SELECT ${keys}, ${columns.map((name, at) => `${zeros[at]!} AS ${name}`).join(', ')}
FROM ${table} FINAL WHERE ${inBuckets}
) AS t GROUP BY ${keys}`;
}
