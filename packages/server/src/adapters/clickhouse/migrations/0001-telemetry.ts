/**
 * Telemetry as sent (spans, content, message_refs, logs), what is derived from it (steps, invocations, runs) and the
 * rollups. Nothing is ever added to: derived rows are rebuilt and replaced by version (MECHANICS.md, docs/decisions/0004).
 */

const lc = 'LowCardinality(String)';
const delta = 'CODEC(DoubleDelta, ZSTD(1))';
const small = 'CODEC(T64, ZSTD(1))';
const text = 'CODEC(ZSTD(1))';

const engine = (version: string): string => `ENGINE = ReplacingMergeTree(${version})`;
/** The insert tokens of the last 10,000 segments are remembered, on every table. */
const dedup = 'non_replicated_deduplication_window = 10000';

const tokenColumns = (codec: string): string =>
  ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens']
    .map((name) => `${name} Nullable(UInt32) ${codec}`)
    .join(',\n  ');

const spans = `CREATE TABLE IF NOT EXISTS spans (
  workspace_id ${lc}, team_id ${lc}, key_id ${lc}, bound Bool,
  trace_id String ${text}, span_id String ${text}, parent_span_id String ${text},
  bucket DateTime('UTC') ${delta}, start_time DateTime64(9, 'UTC') ${delta}, duration_ns Nullable(UInt64) ${small},
  received_at DateTime64(3, 'UTC') ${delta}, ingested_at DateTime64(6, 'UTC') ${delta},
  name String ${text}, otel_kind UInt8, status UInt8, status_message String ${text},
  kind ${lc}, dialect ${lc}, scope ${lc}, service ${lc},
  agent ${lc}, agent_version ${lc}, workflow ${lc}, release ${lc}, environment ${lc},
  conversation_id String ${text}, user_id String ${text},
  provider ${lc}, request_model ${lc}, model ${lc}, response_id String ${text}, tool ${lc}, tool_call_id String ${text},
  prompt_name ${lc}, prompt_version ${lc},
  ${tokenColumns(small)},
  usage_scope ${lc}, usage_quality ${lc}, cost_nano_usd Nullable(Int64) ${text}, ttft_ns Nullable(UInt64) ${small},
  finish_reason ${lc}, failed Bool, refused Bool, error_type ${lc}, error_message String ${text}, outcome ${lc},
  input_preview String ${text}, output_preview String ${text}, tags Array(${lc}),
  attributes Map(${lc}, String) ${text}, resource Map(${lc}, String) ${text},
  events String ${text}, links String ${text}, trace_state String ${text}, flags UInt32 ${small}, marks Array(${lc}),
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX ix_ingested ingested_at TYPE minmax GRANULARITY 1
) ${engine('ingested_at')}
PARTITION BY toMonday(bucket)
PRIMARY KEY (workspace_id, bucket)
ORDER BY (workspace_id, bucket, trace_id, span_id, start_time, team_id)
SETTINGS ${dedup}, index_granularity_bytes = 33554432`;

const content = `CREATE TABLE IF NOT EXISTS content (
  workspace_id ${lc}, team_id ${lc}, at DateTime64(9, 'UTC') ${delta},
  trace_id String ${text}, span_id String ${text}, ref FixedString(16), role ${lc}, kind ${lc},
  body String CODEC(ZSTD(3)), ingested_at DateTime64(6, 'UTC') ${delta},
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1
) ${engine('ingested_at')}
PARTITION BY toMonday(at)
PRIMARY KEY (workspace_id, toStartOfHour(at), trace_id)
ORDER BY (workspace_id, toStartOfHour(at), trace_id, ref, team_id)
SETTINGS ${dedup}, index_granularity = 1024, index_granularity_bytes = 67108864`;

const messageRefs = `CREATE TABLE IF NOT EXISTS message_refs (
  workspace_id ${lc}, team_id ${lc}, trace_id String ${text}, span_id String ${text},
  at DateTime64(9, 'UTC') ${delta}, direction ${lc}, \`index\` UInt16, refs Array(FixedString(16)) ${text},
  ingested_at DateTime64(6, 'UTC') ${delta},
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1
) ${engine('ingested_at')}
PARTITION BY toMonday(at)
PRIMARY KEY (workspace_id, toStartOfHour(at), trace_id)
ORDER BY (workspace_id, toStartOfHour(at), trace_id, span_id, direction, \`index\`, at, team_id)
SETTINGS ${dedup}`;

const logs = `CREATE TABLE IF NOT EXISTS logs (
  workspace_id ${lc}, team_id ${lc}, key_id ${lc}, trace_id String ${text}, span_id String ${text},
  time DateTime64(9, 'UTC') ${delta}, received_at DateTime64(3, 'UTC') ${delta}, ingested_at DateTime64(6, 'UTC') ${delta},
  severity UInt8, severity_text ${lc}, event_name ${lc}, body String ${text}, scope ${lc}, service ${lc},
  attributes Map(${lc}, String) ${text}, resource Map(${lc}, String) ${text}, marks Array(${lc}),
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1
) ${engine('ingested_at')}
PARTITION BY toMonday(time)
PRIMARY KEY (workspace_id, toStartOfHour(time))
ORDER BY (workspace_id, toStartOfHour(time), trace_id, span_id, time, event_name, cityHash64(body), team_id)
SETTINGS ${dedup}`;

/** One row per span id, resolved: run, invocation, nearest agent, what counts and what only repeats. */
const steps = `CREATE TABLE IF NOT EXISTS steps (
  workspace_id ${lc}, team_id ${lc}, trace_id String ${text}, span_id String ${text},
  bucket DateTime('UTC') ${delta}, start_time DateTime64(9, 'UTC') ${delta}, version UInt64 ${delta},
  run_id String ${text}, invocation_id String ${text}, agent ${lc}, release ${lc}, environment ${lc}, bound Bool,
  kind ${lc}, provider ${lc}, model ${lc}, tool ${lc},
  counted Bool, is_top Bool, is_error Bool, counts_call Bool,
  duration_ns Nullable(UInt64) ${small}, ttft_ns Nullable(UInt64) ${small},
  ${tokenColumns(small)}, cost_nano_usd Nullable(Int64) ${text},
  INDEX ix_version version TYPE minmax GRANULARITY 1,
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1
) ${engine('version')}
PARTITION BY toMonday(bucket)
PRIMARY KEY (workspace_id, bucket)
ORDER BY (workspace_id, bucket, trace_id, span_id, start_time, team_id)
SETTINGS ${dedup}`;

const invocations = `CREATE TABLE IF NOT EXISTS invocations (
  workspace_id ${lc}, team_id ${lc}, bucket DateTime('UTC') ${delta}, trace_id String ${text}, span_id String ${text},
  run_id String ${text}, parent_invocation_id String ${text}, version UInt64 ${delta}, is_deleted UInt8,
  agent ${lc}, agent_version ${lc}, release ${lc}, environment ${lc}, bound Bool, is_top Bool,
  start_time DateTime64(9, 'UTC') ${delta}, duration_ns Nullable(UInt64) ${small},
  outcome ${lc}, outcome_source ${lc}, refused Bool, errors UInt32, steps UInt32, model_calls UInt32, tool_calls UInt32,
  ${tokenColumns(small)}, cost_nano_usd Nullable(Int64) ${text},
  INDEX ix_version version TYPE minmax GRANULARITY 1,
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1
) ${engine('version')}
PARTITION BY toYYYYMM(bucket)
PRIMARY KEY (workspace_id, bucket)
ORDER BY (workspace_id, bucket, trace_id, span_id)
SETTINGS ${dedup}`;

const runs = `CREATE TABLE IF NOT EXISTS runs (
  workspace_id ${lc}, team_id ${lc}, bucket DateTime('UTC') ${delta}, run_id String ${text}, trace_id String ${text}, span_id String ${text},
  version UInt64 ${delta}, is_deleted UInt8, redirect_to String ${text},
  state ${lc}, name String ${text}, agent ${lc}, agents Array(${lc}), service ${lc}, release ${lc}, environment ${lc}, bound Bool,
  conversation_id String ${text}, user_id String ${text},
  start_time DateTime64(9, 'UTC') ${delta}, duration_ns Nullable(UInt64) ${small}, last_end DateTime64(9, 'UTC') ${delta},
  first_bucket DateTime('UTC') ${delta}, last_ingested DateTime64(6, 'UTC') ${delta},
  outcome ${lc}, outcome_source ${lc}, refused Bool, errors UInt32, steps UInt32, invocations UInt32, model_calls UInt32, tool_calls UInt32,
  ${tokenColumns(small)}, unknown_calls UInt32, cost_nano_usd Nullable(Int64) ${text},
  models Array(${lc}), tools Array(${lc}), tags Array(${lc}), prompt_name ${lc}, prompt_version ${lc},
  input_preview String ${text}, output_preview String ${text}, marks Array(${lc}),
  INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX ix_conversation conversation_id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX ix_user user_id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX ix_version version TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(bucket)
PRIMARY KEY (workspace_id, bucket)
ORDER BY (workspace_id, bucket, run_id)
SETTINGS ${dedup}`;

const metrics = (tier: '1m' | '1h' | '1d', partition: string): string => `CREATE TABLE IF NOT EXISTS metrics_${tier} (
  workspace_id ${lc}, bucket DateTime('UTC') ${delta}, team_id ${lc}, agent ${lc}, release ${lc}, environment ${lc},
  kind ${lc}, provider ${lc}, model ${lc}, bound Bool, version UInt64 ${delta},
  spans UInt64 ${small}, runs UInt64 ${small}, errors UInt64 ${small}, calls UInt64 ${small}, unknown_calls UInt64 ${small},
  input_tokens UInt64 ${small}, output_tokens UInt64 ${small}, cache_read_tokens UInt64 ${small},
  cache_write_tokens UInt64 ${small}, reasoning_tokens UInt64 ${small},
  cost_nano_usd Int64 ${text}, cost_known UInt64 ${small}, duration_ns UInt64 ${small}, duration_known UInt64 ${small},
  duration_hist Map(UInt16, UInt64) ${text}, ttft_hist Map(UInt16, UInt64) ${text}
) ${engine('version')}
PARTITION BY ${partition}
ORDER BY (workspace_id, bucket, team_id, agent, release, environment, kind, provider, model, bound)
SETTINGS ${dedup}`;

export const telemetry = {
  version: 1,
  name: '0001-telemetry',
  statements: [
    spans,
    content,
    messageRefs,
    logs,
    steps,
    invocations,
    runs,
    metrics('1m', 'toMonday(bucket)'),
    metrics('1h', 'toYYYYMM(bucket)'),
    metrics('1d', 'toYear(bucket)'),
  ],
};
