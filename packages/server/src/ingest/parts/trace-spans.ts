import type { Attributes, ResourceIn, ScopeIn, SpanIn } from '../otlp/types.ts';
import { ownSpanIdOf, spanIdOf, traceIdOf } from './ids.ts';
import { type Columns, inOrder, mergeParts } from './merge.ts';
import { nanosOf } from './moment.ts';
import type { Part } from './part.ts';
import { observationAttributes, traceAttributes, typeOf } from './span-attributes.ts';

/** A span made of parts: those of its observation, and those of its trace. */
export type MadeSpan = { span: SpanIn; observation: readonly Part[]; trace: readonly Part[] };
/** `own`: the span that stands for the trace itself, shown only while there are no others. */
export type MadeTrace = { spans: MadeSpan[]; own: MadeSpan | null };

const scope: ScopeIn = { name: 'langfuse-ingestion', version: '', attributes: new Map() };

/**
 * The spans of one trace from all its parts, of one team. Parts of observations without a trace id count for each observation
 * of that id. What has no start yet is no span yet. Pure: the same parts give the same spans in any order.
 */
export function spansOfTrace(traceId: string, parts: readonly Part[]): MadeTrace {
  const traceParts = inOrder(parts.filter((part) => part.kind === 'trace'));
  const trace = mergeParts(traceParts);
  const byId = Map.groupBy(
    parts.filter((part) => part.kind === 'observation'),
    (part) => part.entityId,
  );
  const found = [...byId].flatMap(([id, own]) => {
    // Known by parts of another trace alone: the caller gave what was not asked for.
    if (own.every((part) => part.traceId === '')) return [];
    const columns = mergeParts(own);
    const startNs = nanosOf(columns.get('startTime'));
    return startNs === null ? [] : [{ id, startNs, columns, parts: inOrder(own), parent: '' }];
  });
  for (const one of found) one.parent = parentOf(one.columns, traceId, byId);
  const resource = resourceOf(trace);
  const carrier = found.filter((one) => one.parent === '').sort(byStart)[0];
  const spans = found.sort(byStart).map((one): MadeSpan => {
    const endNs = endOf(one.columns, one.startNs);
    const attributes = withIds(observationAttributes(one.columns, trace, one === carrier), one, trace);
    const ids = { traceId, spanId: one.id, parentSpanId: one.parent };
    const times = { startNs: one.startNs, endNs };
    return {
      span: spanIn({ ...ids, ...times, resource, name: nameOf(one.columns), attributes }),
      observation: one.parts,
      trace: traceParts,
    };
  });
  return { spans, own: traceParts.length === 0 ? null : ownSpan(traceId, trace, traceParts) };
}

type Found = { id: string; startNs: bigint; columns: Columns; parts: Part[]; parent: string };

function ownSpan(traceId: string, trace: Columns, parts: readonly Part[]): MadeSpan {
  const startNs = nanosOf(trace.get('timestamp')) ?? parts[0]!.at;
  const attributes = withIds(traceAttributes(trace), null, trace);
  const ids = { traceId, spanId: ownSpanIdOf(traceId), parentSpanId: '' };
  return {
    span: spanIn({ ...ids, startNs, endNs: 0n, resource: resourceOf(trace), name: nameOf(trace), attributes }),
    observation: [],
    trace: parts,
  };
}

/** Some clients name the trace as the parent of its highest observations. */
function parentOf(columns: Columns, traceId: string, observations: ReadonlyMap<string, unknown>): string {
  const sent = columns.get('parentObservationId');
  if (typeof sent !== 'string' || sent === '') return '';
  const parent = spanIdOf(sent);
  return observations.has(parent) || traceIdOf(sent) !== traceId ? parent : '';
}

/** An event is a moment. */
const endOf = (columns: Columns, startNs: bigint): bigint =>
  nanosOf(columns.get('endTime')) ?? (typeOf(columns) === 'event' ? startNs : 0n);

/**
 * Batches name no service. A trace's name is what people call the application in Langfuse, so a trace without agents is a run
 * of it; OpenTelemetry's own word stands where there is none.
 */
const resourceOf = (trace: Columns): ResourceIn => ({
  attributes: new Map([['service.name', nameOf(trace) || 'unknown_service']]),
});

const nameOf = (columns: Columns): string => {
  const name = columns.get('name');
  return typeof name === 'string' ? name : '';
};

/** Ids that had to be mapped stay findable as they were sent. */
function withIds(attributes: Attributes, one: Found | null, trace: Columns): Attributes {
  const ids = [
    ['langfuse.observation.id', one?.columns.get('id')],
    ['langfuse.trace.id', one?.columns.get('traceId') ?? trace.get('id')],
  ] as const;
  const sent = ids.filter(([, id]) => typeof id === 'string' && !/^(?:[0-9a-f]{16}|[0-9a-f]{32})$/.test(id));
  return sent.length === 0 ? attributes : new Map([...attributes, ...(sent as [string, string][])]);
}

const spanIn = (
  own: Pick<SpanIn, 'resource' | 'traceId' | 'spanId' | 'parentSpanId' | 'startNs' | 'endNs' | 'name' | 'attributes'>,
): SpanIn => ({
  ...own,
  ...{ scope, traceState: '', flags: 0, kind: 1, events: [], links: [] },
  ...{ statusCode: 0, statusMessage: '', truncated: false },
});

const byStart = (a: Found, b: Found): number =>
  a.startNs < b.startNs ? -1 : a.startNs > b.startNs ? 1 : a.id < b.id ? -1 : 1;
