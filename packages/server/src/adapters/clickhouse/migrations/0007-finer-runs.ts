/**
 * One run, or a page of them, is what is asked of `runs` most: with 8,192 rows to a granule nine tenths of such a question was unpacking
 * neighbours in 49 columns (docs/decisions/0018). The width of a granule cannot be changed, so the rows go into a table of another one and,
 * since a cluster knows no repeatable exchange, from there into `runs` made anew. Rows copied twice replace each other.
 */

const lc = 'LowCardinality(String)';
const delta = 'CODEC(DoubleDelta, ZSTD(1))';
const small = 'CODEC(T64, ZSTD(1))';
const text = 'CODEC(ZSTD(1))';

const tokens = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens'];

const finer = (table: string): string => `CREATE TABLE IF NOT EXISTS ${table} (
  workspace_id ${lc}, team_id ${lc}, bucket DateTime('UTC') ${delta}, run_id String ${text}, trace_id String ${text}, span_id String ${text},
  version UInt64 ${delta}, is_deleted UInt8, redirect_to String ${text},
  state ${lc}, name String ${text}, agent ${lc}, agents Array(${lc}), service ${lc}, release ${lc}, environment ${lc}, bound Bool,
  conversation_id String ${text}, user_id String ${text},
  start_time DateTime64(9, 'UTC') ${delta}, duration_ns Nullable(UInt64) ${small}, last_end DateTime64(9, 'UTC') ${delta},
  first_bucket DateTime('UTC') ${delta}, last_ingested DateTime64(6, 'UTC') ${delta},
  outcome ${lc}, outcome_source ${lc}, refused Bool, errors UInt32, steps UInt32, invocations UInt32, model_calls UInt32, tool_calls UInt32,
  ${tokens.map((name) => `${name} Nullable(UInt32) ${small}`).join(', ')}, unknown_calls UInt32, cost_nano_usd Nullable(Int64) ${text},
  models Array(${lc}), tools Array(${lc}), tags Array(${lc}), prompt_name ${lc}, prompt_version ${lc},
  input_preview String ${text}, output_preview String ${text}, marks Array(${lc}),
  cost_computed_nano_usd Nullable(Int64) ${text}, uncosted_calls UInt32,
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 8,
  INDEX ix_conversation conversation_id TYPE bloom_filter(0.01) GRANULARITY 8,
  INDEX ix_user user_id TYPE bloom_filter(0.01) GRANULARITY 8,
  INDEX ix_version version TYPE minmax GRANULARITY 8
) ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(bucket)
PRIMARY KEY (workspace_id, bucket)
ORDER BY (workspace_id, bucket, run_id)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 1024`;

export const finerRuns = {
  version: 7,
  name: '0007-finer-runs',
  statements: [
    finer('runs_finer'),
    'INSERT INTO runs_finer SELECT * FROM runs',
    'DROP TABLE IF EXISTS runs SYNC',
    finer('runs'),
    'INSERT INTO runs SELECT * FROM runs_finer',
    'DROP TABLE IF EXISTS runs_finer SYNC',
  ],
};
