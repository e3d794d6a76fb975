import type { OtlpSpan } from '../../contract-otlp.ts';
import { eventsOf, linksOf } from '../rows/recorded.ts';
import type { SpanCore } from '../rows/step-row.ts';
import { nsOfIso } from '../rows/time.ts';
import { attributesOf } from './values.ts';

/** A span as it was sent, in the columns that OTLP has. */
export type SentSpan = SpanCore & {
  name: string;
  duration_ns: string | null;
  status: 0 | 1 | 2;
  status_message: string;
  otel_kind: number;
  scope: string;
  attributes: Record<string, string>;
  resource: Record<string, string>;
  events: string;
  links: string;
  trace_state: string;
  flags: number;
};

export const sentColumns = `span_id, parent_span_id, team_id, toUnixTimestamp64Nano(start_time) AS start_ns, kind, agent, name,
  duration_ns, status, status_message, otel_kind, scope, attributes, resource, events, links, trace_state, flags`;

/** @param said what was said in it, as attributes; null = the reader may not see its text: names, times and numbers only. */
export function otlpSpan(span: SentSpan, traceId: string, said: Record<string, string> | null): OtlpSpan {
  const text = <Value>(value: Value, none: Value): Value => (said === null ? none : value);
  return {
    traceId,
    spanId: span.span_id,
    parentSpanId: span.parent_span_id,
    traceState: span.trace_state,
    flags: span.flags,
    name: span.name,
    kind: span.otel_kind,
    startTimeUnixNano: span.start_ns,
    endTimeUnixNano: span.duration_ns === null ? '0' : String(BigInt(span.start_ns) + BigInt(span.duration_ns)),
    attributes: attributesOf({ ...text(span.attributes, {}), ...said }),
    events: eventsOf(span.events).map(({ time, name, attributes }) => ({
      timeUnixNano: time === '' ? '0' : nsOfIso(time),
      name,
      attributes: attributesOf(text(attributes, {})),
    })),
    links: linksOf(span.links).map(({ traceId: to, spanId, attributes }) => ({
      traceId: to,
      spanId,
      attributes: attributesOf(text(attributes, {})),
    })),
    status: { code: span.status, message: text(span.status_message, '') },
  };
}

/** `name@version`, as it is stored; names of packages begin with an @ of their own. */
export function scopeOf(stored: string): { name: string; version: string } {
  const at = stored.lastIndexOf('@');
  return at <= 0 ? { name: stored, version: '' } : { name: stored.slice(0, at), version: stored.slice(at + 1) };
}
