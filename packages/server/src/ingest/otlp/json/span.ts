import { refuseIds } from '../judge.ts';
import type { EventIn, LinkIn, ResourceIn, ScopeIn, SpanIn } from '../types.ts';
import { readAttributes } from './attributes.ts';
import { readKind, readStatusCode } from './enums.ts';
import { type Json, isObject, list, Misfit, object, uint32, uint64 } from './fields.ts';
import { type Reading, hexId, text } from './text.ts';

/** One Span of OTLP JSON, or the reason why it is refused. Throws Misfit where a field does not fit. */
export function readSpan(from: Json, resource: ResourceIn, scope: ScopeIn, reading: Reading): SpanIn | string {
  const traceId = hexId(from, 'traceId', 32);
  const spanId = hexId(from, 'spanId', 16);
  const parentSpanId = hexId(from, 'parentSpanId', 16);
  const refusal = refuseIds(traceId, spanId, parentSpanId);
  if (refusal !== null || traceId === null || spanId === null || parentSpanId === null) return refusal ?? '';
  const attributes = readAttributes(from, reading);
  const status = object(from, 'status');
  const span = {
    resource,
    scope,
    traceId,
    spanId,
    parentSpanId,
    traceState: text(from, 'traceState', reading),
    flags: uint32(from, 'flags'),
    name: text(from, 'name', reading),
    kind: readKind(from),
    startNs: uint64(from, 'startTimeUnixNano'),
    endNs: uint64(from, 'endTimeUnixNano'),
    attributes,
    events: atMost(reading.limits.maxEvents, list(from, 'events'), reading).map((event) => readEvent(event, reading)),
    links: atMost(reading.limits.maxLinks, list(from, 'links'), reading).map((link) => readLink(link, reading)),
    statusCode: readStatusCode(status),
    statusMessage: text(status, 'message', reading),
    truncated: false,
  };
  // Last, as the fields above may have been cut.
  span.truncated = reading.cut;
  return span;
}

function readEvent(json: unknown, reading: Reading): EventIn {
  if (!isObject(json)) throw new Misfit('an event is not an object');
  const timeNs = uint64(json, 'timeUnixNano');
  return { timeNs, name: text(json, 'name', reading), attributes: readAttributes(json, reading) };
}

function readLink(json: unknown, reading: Reading): LinkIn {
  if (!isObject(json)) throw new Misfit('a link is not an object');
  const traceId = hexId(json, 'traceId', 32) ?? '';
  return { traceId, spanId: hexId(json, 'spanId', 16) ?? '', attributes: readAttributes(json, reading) };
}

function atMost(limit: number, items: readonly unknown[], reading: Reading): readonly unknown[] {
  if (items.length <= limit) return items;
  reading.cut = true;
  return items.slice(0, limit);
}
