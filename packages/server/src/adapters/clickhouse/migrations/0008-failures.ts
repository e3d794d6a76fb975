/** Occurrences of failures, written by the follower of changed runs and replaced by version (docs/decisions/0017). */

const lc = 'LowCardinality(String)';
const delta = 'CODEC(DoubleDelta, ZSTD(1))';
const text = 'CODEC(ZSTD(1))';

const table = `CREATE TABLE IF NOT EXISTS failures (
  workspace_id ${lc}, team_id ${lc}, bucket DateTime('UTC') ${delta},
  trace_id String ${text}, span_id String ${text}, run_id String ${text},
  version UInt64 ${delta}, is_deleted UInt8,
  failure_id ${lc}, class ${lc}, locus ${lc}, agent ${lc}, release ${lc}, environment ${lc},
  start_time DateTime64(9, 'UTC') ${delta}, run_failed Bool, user_id String ${text}, conversation_id String ${text},
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX ix_failure failure_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(bucket)
PRIMARY KEY (workspace_id, bucket)
ORDER BY (workspace_id, bucket, trace_id, span_id, run_id, team_id)
SETTINGS non_replicated_deduplication_window = 10000`;

export const failures = { version: 8, name: '0008-failures', statements: [table] };
