import type { ContentMode } from '../spine/content-mode.ts';
import type { SpanKind, UsageQuality, UsageScope } from './dialects/types.ts';

/**
 * Rows of the warehouse tables that ingest owns, as `mapSpan` and `mapLog` make them and the spool encodes them.
 * Names are the columns' names. null = unknown. Times in Unix nanoseconds unless the name says otherwise.
 */
export type SpanRow = {
  workspace_id: string;
  team_id: string;
  key_id: string;
  /** False when the telemetry does not match the agent or environment its key is bound to. */
  bound: boolean;
  trace_id: string;
  span_id: string;
  parent_span_id: string;
  /** Unix seconds of the start's minute, or 0 for a start that cannot be believed (mark `clock_suspect`). */
  bucket: number;
  start_time: bigint;
  duration_ns: bigint | null;
  /** Unix milliseconds, this server's clock. */
  received_at: number;
  name: string;
  otel_kind: number;
  status: 0 | 1 | 2;
  status_message: string;
  kind: SpanKind;
  dialect: string;
  scope: string;
  service: string;
  service_version: string;
  /** The agent as declared on this span, '' when not an agent span and not declared. */
  agent: string;
  agent_version: string;
  workflow: string;
  release: string;
  /** Of what a model call was configured by; '' where it tells nothing of it. */
  config_digest: string;
  environment: string;
  conversation_id: string;
  user_id: string;
  provider: string;
  request_model: string;
  /** The model that answered, else the requested one. */
  model: string;
  response_id: string;
  tool: string;
  tool_call_id: string;
  prompt_name: string;
  prompt_version: string;
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
  usage_scope: UsageScope;
  usage_quality: UsageQuality;
  /** USD in billionths, as reported. */
  cost_nano_usd: bigint | null;
  ttft_ns: bigint | null;
  finish_reason: string;
  failed: boolean;
  refused: boolean;
  error_type: string;
  error_message: string;
  /** `signalbox.outcome` where declared. */
  outcome: string;
  input_preview: string;
  output_preview: string;
  tags: readonly string[];
  attributes: ReadonlyMap<string, string>;
  resource: ReadonlyMap<string, string>;
  /** JSON arrays, '' when empty. */
  events: string;
  links: string;
  trace_state: string;
  flags: number;
  marks: readonly Mark[];
};

export type Mark =
  | 'truncated'
  | 'clock_suspect'
  | 'unbound'
  | 'secret'
  | 'media'
  | 'no_end'
  /** Its source had no time: its start only keeps the order of steps. */
  | 'synthetic_time'
  | 'sampled'
  | 'masked'
  | 'dropped'
  | 'superseded';

export type ContentRow = {
  workspace_id: string;
  team_id: string;
  trace_id: string;
  /** First 16 bytes of HMAC-SHA-256(workspace content key, body). */
  ref: Uint8Array;
  at: bigint;
  span_id: string;
  role: string;
  kind: 'message' | 'system' | 'tools';
  /** Canonical JSON of a Message, or of an array of tool definitions. */
  body: string;
};

/** The messages of one span and direction, in order, from `index` on. */
export type MessageRefsRow = {
  workspace_id: string;
  team_id: string;
  trace_id: string;
  span_id: string;
  at: bigint;
  direction: 'input' | 'output' | 'system' | 'tools';
  index: number;
  refs: readonly Uint8Array[];
};

export type LogRow = {
  workspace_id: string;
  team_id: string;
  key_id: string;
  trace_id: string;
  span_id: string;
  time: bigint;
  received_at: number;
  severity: number;
  severity_text: string;
  event_name: string;
  body: string;
  scope: string;
  service: string;
  attributes: ReadonlyMap<string, string>;
  resource: ReadonlyMap<string, string>;
  marks: readonly Mark[];
};

/** One event of a Langfuse batch as sent, cleaned. Those of one observation are merged into a span after they are stored. */
export type PartRow = {
  workspace_id: string;
  team_id: string;
  key_id: string;
  /** What the key was bound to when it sent this; '' = nothing. */
  bound_agent: string;
  bound_environment: string;
  /** As 32 hex digits; '' where the event does not say it. */
  trace_id: string;
  kind: 'trace' | 'observation';
  /** As hex digits: 32 of a trace, 16 of an observation. */
  entity_id: string;
  /** Unix seconds of the event's minute, 0 for a moment that cannot be believed. */
  bucket: number;
  event_id: string;
  event_time: bigint;
  received_at: number;
  /** The event's type, `span-create` and so on. */
  type: string;
  /** Canonical JSON of the event's body. */
  body: string;
  marks: readonly Mark[];
};

/** One result of an evaluator, a person or a signal about a trace, a span or a conversation. */
export type ScoreRow = {
  workspace_id: string;
  team_id: string;
  key_id: string;
  bound: boolean;
  /** As sent; of several rows of one id the one with the highest `version` holds. */
  score_id: string;
  /** '' where the score is of a conversation alone. */
  trace_id: string;
  /** '' where the score is of the whole trace. */
  span_id: string;
  conversation_id: string;
  name: string;
  data_type: 'numeric' | 'boolean' | 'categorical' | 'text';
  /** 0 or 1 of a boolean; null of a category or text. */
  number: number | null;
  label: string;
  comment: string;
  source: string;
  author_id: string;
  config_id: string;
  environment: string;
  metadata: ReadonlyMap<string, string>;
  at: bigint;
  received_at: number;
  /** Grows with the moment of the event, the same wherever and whenever it arrives. */
  version: bigint;
  marks: readonly Mark[];
};

/** What one request becomes: one block per table. */
export type Mapped = {
  spans: SpanRow[];
  content: ContentRow[];
  refs: MessageRefsRow[];
  logs: LogRow[];
  parts: PartRow[];
  scores: ScoreRow[];
};
/** Takes rows as they are made, each to its table. */
export type RowSink = { readonly [Table in keyof Mapped]: (row: Mapped[Table][number]) => void };

/** Who sent it, decided by the edge from the key. */
export type Sender = {
  workspaceId: string;
  teamId: string;
  keyId: string;
  agent: string | null;
  environment: string | null;
  /** Keys the content references of this workspace. */
  contentKey: Uint8Array;
  /** What may be kept of the content it sends. */
  contentMode: ContentMode;
};
