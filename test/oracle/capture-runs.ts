import { ContentCache } from '../../packages/server/src/ingest/content/cache.ts';
import { mapLog } from '../../packages/server/src/ingest/map/log.ts';
import { mapSpan } from '../../packages/server/src/ingest/map/span.ts';
import type { SpanIn } from '../../packages/server/src/ingest/otlp/types.ts';
import type { LogRow, MessageRefsRow, Sender, SpanRow } from '../../packages/server/src/ingest/rows.ts';
import { assembleTrace } from '../../packages/server/src/rooms/monitoring/model/assemble.ts';
import type { SpanFact, TraceFacts } from '../../packages/server/src/rooms/monitoring/model/facts.ts';
import { requestsOf } from './captures.ts';

/** A capture through mapping and assembly, without the stores between them. */

const sender: Sender = {
  workspaceId: 'wsp_1',
  teamId: 'tea_1',
  keyId: 'key_1',
  agent: null,
  environment: null,
  contentKey: new Uint8Array(32).fill(7),
  contentMode: 'keep',
};

/** The morning the captures were made, Unix milliseconds. */
const received = Date.UTC(2026, 10, 22, 6);

export const spansOfCapture = (folder: string): SpanIn[] => requestsOf(folder).flatMap(({ spans }) => spans);

export const rowOf = (span: SpanIn): SpanRow => mapSpan(span, sender, received, { contents: new ContentCache() }).row;

export function logsOfCapture(folder: string): { rows: LogRow[]; refs: MessageRefsRow[] } {
  const options = { contents: new ContentCache(), positions: new Map() };
  const mapped = requestsOf(folder).flatMap(({ logs }) => logs.map((log) => mapLog(log, sender, received, options)));
  return { rows: mapped.map(({ row }) => row), refs: mapped.flatMap(({ refs }) => refs) };
}

/** Runs of all traces of these rows, each trace settled. `ingestedAt`: the moment each row was inserted, by its place. */
export function assembled(
  rows: readonly SpanRow[],
  ingestedAt: (place: number) => number = () => 1,
): Map<string, TraceFacts> {
  const facts = rows.map((row, place) => factOf(row, ingestedAt(place)));
  return new Map(
    [...Map.groupBy(facts, (fact) => fact.traceId)].map(([traceId, own]) => [traceId, assembleTrace(own, true)]),
  );
}

const factOf = (row: SpanRow, ingestedAt: number): SpanFact => ({
  traceId: row.trace_id,
  spanId: row.span_id,
  parentSpanId: row.parent_span_id,
  teamId: row.team_id,
  bound: row.bound,
  bucket: row.bucket,
  startNs: row.start_time,
  durationNs: row.duration_ns,
  receivedAt: row.received_at,
  ingestedAt,
  name: row.name,
  status: row.status,
  kind: row.kind,
  dialect: row.dialect,
  service: row.service,
  serviceVersion: row.service_version,
  agent: row.agent,
  agentVersion: row.agent_version,
  release: row.release,
  configDigest: row.config_digest,
  environment: row.environment,
  conversation: row.conversation_id,
  user: row.user_id,
  provider: row.provider,
  model: row.model,
  responseId: row.response_id,
  tool: row.tool,
  tokens: {
    input: row.input_tokens,
    output: row.output_tokens,
    cacheRead: row.cache_read_tokens,
    cacheWrite: row.cache_write_tokens,
    reasoning: row.reasoning_tokens,
  },
  usageScope: row.usage_scope,
  costNanoUsd: row.cost_nano_usd,
  ttftNs: row.ttft_ns,
  failed: row.failed,
  refused: row.refused,
  outcome: row.outcome,
  inputPreview: row.input_preview,
  outputPreview: row.output_preview,
  tags: row.tags,
  promptName: row.prompt_name,
  promptVersion: row.prompt_version,
  marks: row.marks,
});
