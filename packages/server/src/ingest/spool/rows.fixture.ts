import type { ContentRow, Mapped, RowSink, SpanRow } from '../rows.ts';
import { spoolTableNames } from './tables.ts';

/** A span row with every column filled, for tests of what carries rows. */
export const spanRow = (changes: Partial<SpanRow> = {}): SpanRow => ({
  workspace_id: 'wsp_1',
  team_id: 'tea_1',
  key_id: 'key_1',
  bound: true,
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  parent_span_id: '',
  bucket: 1_795_325_000 - (1_795_325_000 % 60),
  start_time: 1_795_325_000_123_456_789n,
  duration_ns: 1_500_000_001n,
  received_at: 1_795_325_002_001,
  name: 'invoke_agent support',
  otel_kind: 1,
  status: 0,
  status_message: '',
  kind: 'agent',
  dialect: 'genai',
  scope: 'test',
  service: 'support-agent',
  agent: 'support',
  agent_version: '7',
  workflow: '',
  release: '',
  environment: 'production',
  conversation_id: 'conv-1',
  user_id: 'user-1',
  provider: 'openai',
  request_model: 'gpt-5-mini',
  model: 'gpt-5-mini-2026-08-07',
  response_id: 'resp_1',
  tool: '',
  tool_call_id: '',
  prompt_name: '',
  prompt_version: '',
  input_tokens: 812,
  output_tokens: null,
  cache_read_tokens: 0,
  cache_write_tokens: null,
  reasoning_tokens: null,
  usage_scope: 'self',
  usage_quality: 'exact',
  cost_nano_usd: null,
  ttft_ns: 120_000_000n,
  finish_reason: 'stop',
  failed: false,
  refused: false,
  error_type: '',
  error_message: '',
  outcome: '',
  input_preview: 'Wo ist meine Bestellung? 📦',
  output_preview: 'a\tb\nc\u0000d\\',
  tags: ['beta', 'refunds'],
  attributes: new Map([
    ['gen_ai.request.temperature', '0.2'],
    ['"quoted"', "it's"],
  ]),
  resource: new Map([['service.name', 'support-agent']]),
  events: '',
  links: '',
  trace_state: '',
  flags: 1,
  marks: ['truncated'],
  ...changes,
});

export const contentRow = (changes: Partial<ContentRow> = {}): ContentRow => ({
  workspace_id: 'wsp_1',
  team_id: 'tea_1',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  ref: new Uint8Array(16).fill(7),
  at: 1_795_325_000_123_456_789n,
  span_id: 'b7ad6b7169203331',
  role: 'user',
  kind: 'message',
  body: '{"role":"user"}',
  ...changes,
});

/** For `Spool.append`: puts rows that are all at hand. */
export const putting =
  (rows: Partial<Mapped>) =>
  (sink: RowSink): void => {
    for (const table of spoolTableNames) for (const row of rows[table] ?? []) sink[table](row as never);
  };
