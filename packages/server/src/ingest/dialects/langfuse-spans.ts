import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../content/json.ts';
import type { AttributeValue, SpanIn } from '../otlp/types.ts';
import type { LangfuseRecord } from './langfuse-records.ts';

/**
 * Langfuse's records as the spans its newer SDKs would send: the same convention reads them. A trace is the span above its
 * observations, from its own moment to the last end of them. Only columns that are named here go on: the SDK for OpenAI
 * puts its secret key into the trace.
 */
export function langfuseSpans(records: readonly LangfuseRecord[]): SpanIn[] {
  const traces = new Map(records.filter(({ type }) => type === 'trace').map((record) => [record.id, record]));
  return [...Map.groupBy(records, ({ traceId }) => traceId)].flatMap(([traceId, own]) => {
    const trace = traces.get(traceId);
    const shared = trace === undefined ? [] : ofTrace(trace.columns);
    const spans = own
      .filter(({ type }) => type !== 'trace')
      .map((record) => observation(record, shared, trace !== undefined));
    return trace === undefined ? spans : [topOf(trace, shared, spans), ...spans];
  });
}

/** Ids of OpenTelemetry are 16 and 8 bytes: a UUID is one, anything else is hashed. */
export function traceIdOf(id: string): string {
  const hex = id.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) && !/^0+$/.test(hex) ? hex : hashed(id, 32);
}
export const spanIdOf = (traceId: string, id: string): string => hashed(`${traceId}/${id}`, 16);
const hashed = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

type Pair = [string, AttributeValue];

function observation({ id, traceId, type, columns }: LangfuseRecord, shared: readonly Pair[], hasTop: boolean): SpanIn {
  const parent = columns['parentObservationId'];
  const start = nanos(columns['startTime']);
  const attributes = new Map<string, AttributeValue>([...shared, ['langfuse.observation.type', type]]);
  for (const [column, key] of ofObservation) set(attributes, key, columns[column]);
  if (!attributes.has('langfuse.observation.usage_details'))
    set(attributes, 'langfuse.observation.usage_details', plainUsage(columns['usage']));
  return {
    ...blank(traceId),
    spanId: spanIdOf(traceId, id),
    parentSpanId: typeof parent === 'string' ? spanIdOf(traceId, parent) : hasTop ? spanIdOf(traceId, '') : '',
    name: textOf(columns['name']) ?? type,
    startNs: start,
    endNs: type === 'event' ? start : nanos(columns['endTime']),
    attributes,
  };
}

function topOf({ id, columns }: LangfuseRecord, shared: readonly Pair[], below: readonly SpanIn[]): SpanIn {
  const starts = below.flatMap(({ startNs }) => (startNs === 0n ? [] : [startNs]));
  const own = nanos(columns['timestamp'] ?? columns['startTime']);
  const startNs = [own, ...starts].reduce((low, next) => (next !== 0n && (low === 0n || next < low) ? next : low), own);
  const isOpen = below.some(({ endNs }) => endNs === 0n);
  const attributes = new Map<string, AttributeValue>([...shared, ['langfuse.observation.type', 'span']]);
  set(attributes, 'langfuse.trace.input', columns['input']);
  set(attributes, 'langfuse.trace.output', columns['output']);
  // A trace has no level: it went as what it ended with.
  const last = below.filter(({ parentSpanId }) => parentSpanId === spanIdOf(id, '')).reduce(laterOf, below[0]);
  set(attributes, 'langfuse.observation.level', last?.attributes.get('langfuse.observation.level'));
  return {
    ...blank(id),
    spanId: spanIdOf(id, ''),
    name: textOf(columns['name']) ?? 'trace',
    startNs,
    endNs: isOpen ? 0n : below.reduce((high, { endNs }) => (endNs > high ? endNs : high), startNs),
    attributes,
  };
}

function laterOf(held: SpanIn | undefined, next: SpanIn): SpanIn {
  if (held === undefined || next.endNs !== held.endNs)
    return held === undefined || next.endNs > held.endNs ? next : held;
  return next.startNs > held.startNs || (next.startNs === held.startNs && next.spanId > held.spanId) ? next : held;
}

const ofObservation = [
  ['input', 'langfuse.observation.input'],
  ['output', 'langfuse.observation.output'],
  ['model', 'langfuse.observation.model.name'],
  ['modelParameters', 'langfuse.observation.model.parameters'],
  ['usageDetails', 'langfuse.observation.usage_details'],
  ['costDetails', 'langfuse.observation.cost_details'],
  ['completionStartTime', 'langfuse.observation.completion_start_time'],
  ['level', 'langfuse.observation.level'],
  ['statusMessage', 'langfuse.observation.status_message'],
  ['promptName', 'langfuse.observation.prompt.name'],
  ['promptVersion', 'langfuse.observation.prompt.version'],
  ['version', 'langfuse.version'],
  ['environment', 'langfuse.environment'],
  ['metadata', 'langfuse.observation.metadata'],
] as const;

function ofTrace(columns: JsonObject): Pair[] {
  const attributes = new Map<string, AttributeValue>();
  set(attributes, 'langfuse.trace.name', columns['name']);
  set(attributes, 'langfuse.session.id', columns['sessionId']);
  set(attributes, 'langfuse.user.id', columns['userId']);
  set(attributes, 'langfuse.trace.tags', columns['tags']);
  set(attributes, 'langfuse.trace.metadata', columns['metadata']);
  set(attributes, 'langfuse.release', columns['release']);
  set(attributes, 'langfuse.environment', columns['environment']);
  return [...attributes];
}

/** Structured values as JSON text, as the newer SDKs send them. */
function set(attributes: Map<string, AttributeValue>, key: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') attributes.set(key, value);
  else attributes.set(key, JSON.stringify(value));
}

/** The older usage: counts beside costs and a unit. */
function plainUsage(usage: unknown): JsonObject | undefined {
  if (!isObject(usage)) return undefined;
  const { input, output, total, promptTokens, completionTokens, totalTokens } = usage;
  const counts = { input: input ?? promptTokens, output: output ?? completionTokens, total: total ?? totalTokens };
  return Object.values(counts).every((count) => count === undefined) ? undefined : counts;
}

/** Unix nanoseconds of an ISO moment, 0 when absent. */
function nanos(moment: unknown): bigint {
  const ms = typeof moment === 'string' && moment.length <= 40 ? Date.parse(moment) : Number.NaN;
  return Number.isNaN(ms) || ms < 0 ? 0n : BigInt(ms) * 1_000_000n;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const blank = (traceId: string) => ({
  resource,
  scope,
  traceId: traceIdOf(traceId),
  parentSpanId: '',
  traceState: '',
  flags: 0,
  kind: 1,
  events: [],
  links: [],
  statusCode: 0,
  statusMessage: '',
  truncated: false,
});

/** One object for all: what is mapped of it is remembered by it. */
const resource = { attributes: new Map<string, AttributeValue>() };
const scope = { name: 'langfuse-ingestion', version: '', attributes: new Map<string, AttributeValue>() };
