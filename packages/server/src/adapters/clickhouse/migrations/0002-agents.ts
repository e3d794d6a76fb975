/**
 * Rollups of agents (rebuilt from `invocations`, docs/decisions/0002), and what part of a cost this server computed.
 * Sums of what may be unknown are Nullable: unknown alone stays unknown through all tiers.
 */

const lc = 'LowCardinality(String)';
const delta = 'CODEC(DoubleDelta, ZSTD(1))';
const small = 'CODEC(T64, ZSTD(1))';
const text = 'CODEC(ZSTD(1))';

const counts = [
  ...['invocations', 'top_level', 'refused', 'errors', 'model_calls', 'tool_calls', 'unknown_calls', 'uncosted_calls'],
  ...['completed', 'failed', 'passed_to_person', 'abandoned', 'unknown'].flatMap((name) => [name, `${name}_inferred`]),
  ...['duration_ns', 'duration_known'],
];
const sums = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens'];

const agents = (tier: '1m' | '1h' | '1d', partition: string): string => `CREATE TABLE IF NOT EXISTS agents_${tier} (
  workspace_id ${lc}, bucket DateTime('UTC') ${delta}, team_id ${lc}, agent ${lc}, release ${lc}, environment ${lc},
  bound Bool, version UInt64 ${delta},
  ${counts.map((name) => `${name} UInt64 ${small}`).join(', ')},
  ${sums.map((name) => `${name} Nullable(UInt64) ${small}`).join(', ')},
  cost_nano_usd Nullable(Int64) ${text}, cost_computed_nano_usd Nullable(Int64) ${text},
  first_start DateTime64(9, 'UTC') ${delta}, last_start DateTime64(9, 'UTC') ${delta},
  duration_hist Map(UInt16, UInt64) ${text}
) ENGINE = ReplacingMergeTree(version)
PARTITION BY ${partition}
ORDER BY (workspace_id, bucket, team_id, agent, release, environment, bound)
SETTINGS non_replicated_deduplication_window = 10000`;

const add = (table: string, column: string): string => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column}`;
/** The computed part of `cost_nano_usd`; null = none of it. `uncosted_calls`: model calls that cost nobody knows what. */
const computed = `cost_computed_nano_usd Nullable(Int64) ${text}`;

export const agentRollups = {
  version: 2,
  name: '0002-agents',
  statements: [
    agents('1m', 'toMonday(bucket)'),
    agents('1h', 'toYYYYMM(bucket)'),
    agents('1d', 'toYear(bucket)'),
    add('steps', `cost_source ${lc}`),
    add('steps', `price_version ${lc}`),
    add('invocations', 'unknown_calls UInt32'),
    add('invocations', computed),
    add('invocations', 'uncosted_calls UInt32'),
    add('invocations', `price_versions Array(${lc})`),
    add('runs', computed),
    add('runs', 'uncosted_calls UInt32'),
    ...['metrics_1m', 'metrics_1h', 'metrics_1d'].flatMap((table) => [
      add(table, `cost_computed_nano_usd Int64 ${text}`),
      add(table, `uncosted_calls UInt64 ${small}`),
    ]),
  ],
};
