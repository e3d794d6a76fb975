/**
 * Langfuse's partial events as sent, from which spans are merged, and scores. A part's key holds nothing that depends on its
 * arrival, and its body: only an event sent again with the same body replaces another row.
 */

const lc = 'LowCardinality(String)';
const delta = 'CODEC(DoubleDelta, ZSTD(1))';
const text = 'CODEC(ZSTD(1))';
const settings = 'SETTINGS non_replicated_deduplication_window = 10000';

const parts = `CREATE TABLE IF NOT EXISTS parts (
  workspace_id ${lc}, team_id ${lc}, key_id ${lc}, bound_agent ${lc}, bound_environment ${lc},
  trace_id String ${text}, kind ${lc}, entity_id String ${text},
  bucket DateTime('UTC') ${delta}, event_id String ${text}, event_time DateTime64(9, 'UTC') ${delta},
  received_at DateTime64(3, 'UTC') ${delta}, ingested_at DateTime64(6, 'UTC') ${delta},
  type ${lc}, body String CODEC(ZSTD(3)), marks Array(${lc}),
  INDEX ix_entity entity_id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX ix_ingested ingested_at TYPE minmax GRANULARITY 1
) ENGINE = ReplacingMergeTree(ingested_at)
PARTITION BY toMonday(bucket)
PRIMARY KEY (workspace_id, trace_id, entity_id)
ORDER BY (workspace_id, trace_id, entity_id, event_id, event_time, team_id, key_id, cityHash64(body))
${settings}, index_granularity = 1024, index_granularity_bytes = 67108864`;

const scores = `CREATE TABLE IF NOT EXISTS scores (
  workspace_id ${lc}, team_id ${lc}, key_id ${lc}, bound Bool,
  score_id String ${text}, trace_id String ${text}, span_id String ${text}, conversation_id String ${text},
  name ${lc}, data_type ${lc}, number Nullable(Float64) ${text}, label String ${text}, comment String ${text},
  source ${lc}, author_id String ${text}, config_id String ${text}, environment ${lc}, metadata Map(${lc}, String) ${text},
  at DateTime64(9, 'UTC') ${delta}, received_at DateTime64(3, 'UTC') ${delta}, ingested_at DateTime64(6, 'UTC') ${delta},
  version UInt64 ${delta}, marks Array(${lc}),
  INDEX ix_conversation conversation_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = ReplacingMergeTree(version)
PARTITION BY toMonday(at)
PRIMARY KEY (workspace_id, trace_id)
ORDER BY (workspace_id, trace_id, score_id, team_id)
${settings}`;

export const partsAndScores = { version: 3, name: '0003-parts-and-scores', statements: [parts, scores] };
