import { inputPreview, outputPreview } from '../content/preview.ts';
import { text } from '../dialects/attribute.ts';
import { type Meaning, readSpan } from '../dialects/registry.ts';
import type { SpanIn } from '../otlp/types.ts';
import type { ContentRow, Mark, MessageRefsRow, Sender, SpanRow } from '../rows.ts';
import { cleanText } from '../scrub/clean.ts';
import { cut, label, storedAttributes } from './attributes.ts';
import { configDigest } from './config-digest.ts';
import { storeContent } from './content.ts';
import { storedEvents, storedLinks } from './events.ts';
import type { MapOptions } from './options.ts';
import { agentOf, environmentOf } from './declared.ts';
import { resourceOf, scopeOf } from './resource.ts';
import { sampleWeight } from './sampling.ts';
import { isSuspect, minuteOf } from './time.ts';

export type MappedSpan = { row: SpanRow; content: ContentRow[]; refs: MessageRefsRow[] };

const maxMessage = 4096;
/** 90 days: no step takes longer. */
const longest = 90n * 86_400_000_000_000n;

/**
 * One span as rows: what it means, what was said, and nothing that must not be stored. Never throws on any span.
 * @param received this server's clock, Unix milliseconds.
 */
export function mapSpan(span: SpanIn, sender: Sender, received: number, options: MapOptions): MappedSpan {
  const met = new Set<Mark>();
  if (span.truncated) met.add('truncated');
  const meaning = readSpan(span);
  const suspect = isSuspect(span.startNs, received, options.retentionDays);
  // Content lies in partitions by time as spans do: what cannot be believed goes to one place.
  const place = { sender, traceId: span.traceId, spanId: span.spanId, at: suspect ? 0n : span.startNs };
  const said = storeContent(meaning, place, { contents: options.contents, met });
  const resource = resourceOf(span.resource);
  for (const mark of resource.marks) met.add(mark);
  const { attributes } = span;
  const agent = agentOf(span, meaning, resource, met);
  const environment = environmentOf(span, resource, meaning, met);
  const bound = matches(sender.agent, agent || resource.agent) && matches(sender.environment, environment);
  const { failed } = meaning;
  const duration = durationOf(span, met);
  if (suspect) met.add('clock_suspect');
  if ((sampleWeight(span.traceState) ?? 1) > 1) met.add('sampled');
  if (!bound) met.add('unbound');

  const row: SpanRow = {
    workspace_id: sender.workspaceId,
    team_id: sender.teamId,
    key_id: sender.keyId,
    bound,
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: span.parentSpanId,
    bucket: suspect ? 0 : minuteOf(span.startNs),
    start_time: span.startNs,
    duration_ns: duration,
    received_at: received,
    name: label(span.name, met),
    otel_kind: span.kind >= 0 && span.kind <= 5 ? span.kind : 0,
    status: span.statusCode === 1 || span.statusCode === 2 ? span.statusCode : 0,
    status_message: message(span.statusMessage, met),
    kind: meaning.kind,
    dialect: meaning.dialect,
    scope: scopeOf(span.scope, met),
    service: resource.service,
    service_version: resource.serviceVersion,
    agent,
    agent_version: label(meaning.agentVersion, met),
    workflow: label(meaning.workflow, met),
    release: label(text(attributes, 'signalbox.release'), met) || resource.release,
    config_digest: configDigest(meaning, said.refs),
    environment,
    conversation_id: label(meaning.conversation, met),
    user_id: label(meaning.user, met),
    ...modelColumns(meaning, met),
    failed,
    refused: meaning.refused === true,
    error_type: failed ? label(meaning.errorType, met) : '',
    error_message: failed ? message(span.statusMessage || (meaning.errorMessage ?? ''), met) : '',
    outcome: label(text(attributes, 'signalbox.outcome'), met),
    input_preview: inputPreview(said.input),
    output_preview: outputPreview(said.output),
    tags: tagsOf(meaning.tags ?? [], met),
    attributes: storedAttributes(attributes, met, meaning),
    resource: resource.attributes,
    events: storedEvents(span.events, met),
    links: storedLinks(span.links, met),
    trace_state: label(span.traceState, met),
    flags: span.flags >>> 0,
    marks: [],
  };
  row.marks = [...met];
  return { row, content: said.content, refs: said.refs };
}

type ModelColumns =
  | 'provider'
  | 'request_model'
  | 'model'
  | 'response_id'
  | 'tool'
  | 'tool_call_id'
  | 'prompt_name'
  | 'prompt_version'
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_read_tokens'
  | 'cache_write_tokens'
  | 'reasoning_tokens'
  | 'usage_scope'
  | 'usage_quality'
  | 'cost_nano_usd'
  | 'ttft_ns'
  | 'finish_reason';

const modelColumns = (meaning: Meaning, met: Set<Mark>): Pick<SpanRow, ModelColumns> => ({
  provider: label(meaning.provider, met),
  request_model: label(meaning.requestModel, met),
  model: label(meaning.responseModel ?? meaning.requestModel, met),
  response_id: label(meaning.responseId, met),
  tool: label(meaning.tool, met),
  tool_call_id: label(meaning.toolCallId, met),
  prompt_name: label(meaning.promptName, met),
  prompt_version: label(meaning.promptVersion, met),
  input_tokens: meaning.usage.input,
  output_tokens: meaning.usage.output,
  cache_read_tokens: meaning.usage.cacheRead,
  cache_write_tokens: meaning.usage.cacheWrite,
  reasoning_tokens: meaning.usage.reasoning,
  usage_scope: meaning.usageScope,
  usage_quality: meaning.usageQuality,
  cost_nano_usd: meaning.cost === undefined || meaning.cost > 1e9 ? null : BigInt(Math.round(meaning.cost * 1e9)),
  ttft_ns: meaning.timeToFirstTokenNs ?? null,
  finish_reason: label(meaning.finishReason, met),
});

const most = { tags: 50, ofText: 2048 };

/** Together they are no longer than a message: the rebuild reads them with every span. */
function tagsOf(sent: readonly string[], met: Set<Mark>): string[] {
  const tags: string[] = [];
  let size = 0;
  for (const tag of sent.slice(0, most.tags)) {
    const clean = label(tag, met);
    size += clean.length;
    if (size > most.ofText) {
      met.add('truncated');
      break;
    }
    tags.push(clean);
  }
  return tags;
}

const message = (sent: string, met: Set<Mark>): string =>
  sent === '' ? '' : cut(cleanText(sent, met), maxMessage, met);

/** A key bound to a name refuses only another name: a span that names none has nothing to differ in. */
const matches = (bound: string | null, sent: string): boolean => bound === null || sent === '' || sent === bound;

/**
 * Nanoseconds, null while unknown. An end before its start comes of clocks that disagree: the true duration is not known,
 * and 0 would pass for a very quick step in every average. A start that is absent, or months ago, gives none either.
 */
function durationOf(span: SpanIn, met: Set<Mark>): bigint | null {
  if (text(span.attributes, 'signalbox.time') === 'synthetic') {
    met.add('synthetic_time');
    // The start is no moment, but a length that was recorded beside it holds. None was where it ends as it begins.
    if (span.endNs <= span.startNs) return null;
  }
  if (span.endNs === 0n) {
    met.add('no_end');
    return null;
  }
  if (span.startNs === 0n || span.endNs < span.startNs || span.endNs - span.startNs > longest) {
    met.add('clock_suspect');
    return null;
  }
  return span.endNs - span.startNs;
}
