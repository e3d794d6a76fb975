import type { SpanFact } from '../model/facts.ts';

/**
 * The narrow read of spans for assembly: `FORMAT JSONCompact`, one array a row in this order. 64-bit integers come as
 * strings, nulls as null. Previews are read only where a run may be named by them.
 */
const columns = [
  'trace_id',
  'span_id',
  'parent_span_id',
  'team_id',
  'bound',
  'toUnixTimestamp(bucket)',
  'toString(toUnixTimestamp64Nano(start_time))',
  'toString(duration_ns)',
  'toUnixTimestamp64Milli(received_at)',
  'toUnixTimestamp64Micro(ingested_at)',
  'name',
  'status',
  'kind',
  'dialect',
  'service',
  'agent',
  'agent_version',
  'release',
  'environment',
  'conversation_id',
  'user_id',
  'provider',
  'model',
  'response_id',
  'tool',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'usage_scope',
  'toString(cost_nano_usd)',
  'toString(ttft_ns)',
  'failed',
  'refused',
  'error_type',
  'substring(error_message, 1, 400)',
  'outcome',
  "if(parent_span_id = '' OR kind IN ('agent', 'llm'), input_preview, '')",
  "if(parent_span_id = '' OR kind IN ('agent', 'llm'), output_preview, '')",
  'tags',
  'prompt_name',
  'prompt_version',
  'marks',
  'workspace_id',
].join(', ');

/** New rows of a slice of inserts, (after, through] in microseconds. */
export const newSpansSql = `SELECT ${columns} FROM spans
WHERE ingested_at > fromUnixTimestamp64Micro({after:Int64}) AND ingested_at <= fromUnixTimestamp64Micro({through:Int64})
FORMAT JSONCompact`;

/** All rows of some traces of one workspace (`ids`: quoted hex); the bound lets whole partitions and granules be passed over. */
export const traceSpansSql = (ids: string): string => `SELECT ${columns} FROM spans
WHERE workspace_id = {workspace:String} AND trace_id IN (${ids})
  AND (bucket >= fromUnixTimestamp({from:UInt32}) OR bucket = toDateTime(0, 'UTC'))
FORMAT JSONCompact`;

export type WorkspaceSpan = SpanFact & { workspaceId: string };

type Row = readonly (string | number | boolean | null | readonly string[])[];

/** Parses one answer. Short strings repeat by the thousand: they are shared, so that a batch stays small in memory. */
export function parseSpans(answer: Uint8Array): WorkspaceSpan[] {
  if (answer.length === 0) return [];
  const { data } = JSON.parse(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength).toString('utf8')) as {
    data: Row[];
  };
  return data.map(toFact);
}

function toFact(row: Row): WorkspaceSpan {
  let at = 0;
  const text = (): string => row[at++] as string;
  const number = (): number => Number(row[at++]);
  const known = (): number | null => {
    const value = row[at++];
    return value === null ? null : Number(value);
  };
  const big = (): bigint | null => {
    const value = row[at++];
    return value === null ? null : BigInt(value as string);
  };
  const flag = (): boolean => row[at++] === true || row[at - 1] === 1;
  const list = (): readonly string[] => row[at++] as readonly string[];
  return {
    traceId: text(),
    spanId: text(),
    parentSpanId: text(),
    teamId: text(),
    bound: flag(),
    bucket: number(),
    startNs: big()!,
    durationNs: big(),
    receivedAt: number(),
    ingestedAt: number(),
    name: text(),
    status: number(),
    kind: text(),
    dialect: text(),
    service: text(),
    agent: text(),
    agentVersion: text(),
    release: text(),
    environment: text(),
    conversation: text(),
    user: text(),
    provider: text(),
    model: text(),
    responseId: text(),
    tool: text(),
    tokens: { input: known(), output: known(), cacheRead: known(), cacheWrite: known(), reasoning: known() },
    usageScope: text(),
    costNanoUsd: big(),
    ttftNs: big(),
    failed: flag(),
    refused: flag(),
    errorType: text(),
    errorMessage: text(),
    outcome: text(),
    inputPreview: text(),
    outputPreview: text(),
    tags: list(),
    promptName: text(),
    promptVersion: text(),
    marks: list(),
    workspaceId: text(),
  };
}
