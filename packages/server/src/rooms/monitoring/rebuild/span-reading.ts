import type { SpanFact } from '../model/facts.ts';

/**
 * The narrow read of spans for assembly: `FORMAT JSONCompact`, one array a row in the order of `SpanCells`, the moment of
 * the insert last. 64-bit integers come as text, unknown as null. Previews only where a run may be named by them.
 */
export const spanColumns: readonly (readonly [name: string, expression?: string])[] = [
  ['trace_id'],
  ['span_id'],
  ['parent_span_id'],
  ['team_id'],
  ['bound'],
  ['bucket', 'toUnixTimestamp(bucket)'],
  ['start_time', 'toString(toUnixTimestamp64Nano(start_time))'],
  ['duration_ns', 'toString(duration_ns)'],
  ['received_at', 'toUnixTimestamp64Milli(received_at)'],
  ['name'],
  ['status'],
  ['kind'],
  ['dialect'],
  ['service'],
  ['agent'],
  ['agent_version'],
  ['release'],
  ['environment'],
  ['conversation_id'],
  ['user_id'],
  ['provider'],
  ['model'],
  ['response_id'],
  ['tool'],
  ['input_tokens'],
  ['output_tokens'],
  ['cache_read_tokens'],
  ['cache_write_tokens'],
  ['reasoning_tokens'],
  ['usage_scope'],
  ['cost_nano_usd', 'toString(cost_nano_usd)'],
  ['ttft_ns', 'toString(ttft_ns)'],
  ['failed'],
  ['refused'],
  ['outcome'],
  ['input_preview', "if(parent_span_id = '' OR kind IN ('agent', 'llm'), input_preview, '')"],
  ['output_preview', "if(parent_span_id = '' OR kind IN ('agent', 'llm'), output_preview, '')"],
  ['tags'],
  ['prompt_name'],
  ['prompt_version'],
  ['marks'],
  ['service_version'],
  ['config_digest'],
  ['workspace_id'],
];

const columns = [
  ...spanColumns.map(([name, expression]) => expression ?? name),
  'toUnixTimestamp64Micro(ingested_at)',
].join(', ');

/** All rows of some inserts, by their moments in Unix microseconds. */
export const newSpansSql = (moments: readonly number[]): string => `SELECT ${columns} FROM spans
WHERE ingested_at IN (${moments.map((at) => `fromUnixTimestamp64Micro(${Math.trunc(at)})`).join(', ')})
FORMAT JSONCompact`;

/** All rows of some traces of one workspace (`ids`: quoted hex); the bound lets whole partitions and granules be passed over. */
export const traceSpansSql = (ids: string): string => `SELECT ${columns} FROM spans
WHERE workspace_id = {workspace:String} AND trace_id IN (${ids})
  AND (bucket >= fromUnixTimestamp({from:UInt32}) OR bucket = toDateTime(0, 'UTC'))
FORMAT JSONCompact`;

export type WorkspaceSpan = SpanFact & { workspaceId: string };

type Count = number | string | null;
type Big = bigint | string;

/** One row's cells. Integers as number, or as the text that JSON has for 64 bits. */
export type SpanCells = [
  traceId: string,
  spanId: string,
  parentSpanId: string,
  teamId: string,
  bound: boolean,
  bucket: number,
  startNs: Big,
  durationNs: Big | null,
  receivedAt: Big | number,
  name: string,
  status: number,
  kind: string,
  dialect: string,
  service: string,
  agent: string,
  agentVersion: string,
  release: string,
  environment: string,
  conversation: string,
  user: string,
  provider: string,
  model: string,
  responseId: string,
  tool: string,
  input: Count,
  output: Count,
  cacheRead: Count,
  cacheWrite: Count,
  reasoning: Count,
  usageScope: string,
  costNanoUsd: Big | null,
  ttftNs: Big | null,
  failed: boolean,
  refused: boolean,
  outcome: string,
  inputPreview: string,
  outputPreview: string,
  tags: readonly string[],
  promptName: string,
  promptVersion: string,
  marks: readonly string[],
  serviceVersion: string,
  configDigest: string,
  workspaceId: string,
];

/** Parses one answer. */
export function parseSpans(answer: Uint8Array): WorkspaceSpan[] {
  if (answer.length === 0) return [];
  const text = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength).toString('utf8');
  const { data } = JSON.parse(text) as { data: [...SpanCells, ingestedAt: number | string][] };
  return data.map((row) => spanFact(row as unknown as SpanCells, Number(row.at(-1))));
}

/** @param ingestedAt Unix microseconds of the insert. */
export function spanFact(row: SpanCells, ingestedAt: number): WorkspaceSpan {
  return {
    traceId: row[0],
    spanId: row[1],
    parentSpanId: row[2],
    teamId: row[3],
    bound: row[4],
    bucket: row[5],
    startNs: BigInt(row[6]),
    durationNs: bigOrNull(row[7]),
    receivedAt: Number(row[8]),
    ingestedAt,
    name: row[9],
    status: row[10],
    kind: row[11],
    dialect: row[12],
    service: row[13],
    agent: row[14],
    agentVersion: row[15],
    release: row[16],
    environment: row[17],
    conversation: row[18],
    user: row[19],
    provider: row[20],
    model: row[21],
    responseId: row[22],
    tool: row[23],
    tokens: {
      input: known(row[24]),
      output: known(row[25]),
      cacheRead: known(row[26]),
      cacheWrite: known(row[27]),
      reasoning: known(row[28]),
    },
    usageScope: row[29],
    costNanoUsd: bigOrNull(row[30]),
    ttftNs: bigOrNull(row[31]),
    failed: row[32],
    refused: row[33],
    outcome: row[34],
    inputPreview: row[35],
    outputPreview: row[36],
    tags: row[37],
    promptName: row[38],
    promptVersion: row[39],
    marks: row[40],
    serviceVersion: row[41],
    configDigest: row[42],
    workspaceId: row[43],
  };
}

const known = (value: Count): number | null => (value === null ? null : Number(value));
const bigOrNull = (value: Big | null): bigint | null => (value === null ? null : BigInt(value));
