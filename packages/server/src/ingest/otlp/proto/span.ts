import { refuseIds, within } from '../judge.ts';
import type { AttributeValue, EventIn, LinkIn, ResourceIn, ScopeIn, SpanIn } from '../types.ts';
import { readAttribute } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import { readEvent, readLink } from './event.ts';
import { readSpanId, readTraceId } from './ids.ts';
import { readText } from './text.ts';

/** One Span, or the reason why it is refused. A function in one piece: it runs for every span, and V8 keeps its locals in registers. */
export function readSpan(c: Cursor, resource: ResourceIn, scope: ScopeIn): SpanIn | string {
  const outer = c.enter();
  let traceId: string | null = '';
  let spanId: string | null = '';
  let parentSpanId: string | null = '';
  let traceState = '';
  let flags = 0;
  let name = '';
  let kind = 0;
  let startNs = 0n;
  let endNs = 0n;
  const attributes = new Map<string, AttributeValue>();
  let events: EventIn[] = none;
  let links: LinkIn[] = none;
  let statusCode = 0;
  let statusMessage = '';
  while (c.at < c.end) {
    const tag = c.tag();
    switch (tag) {
      case 0x4a:
        readAttribute(c, attributes);
        break;
      case 0x0a:
        traceId = readTraceId(c);
        break;
      case 0x12:
        spanId = readSpanId(c);
        break;
      case 0x1a:
        traceState = readText(c);
        break;
      case 0x22:
        parentSpanId = readSpanId(c);
        break;
      case 0x2a:
        name = readText(c);
        break;
      case 0x30:
        kind = within(c.varint(), 5);
        break;
      case 0x39:
        startNs = c.fixed64();
        break;
      case 0x41:
        endNs = c.fixed64();
        break;
      case 0x5a:
        if (events === none) events = [];
        if (events.length < c.limits.maxEvents) events.push(readEvent(c));
        else c.leaveOut(tag);
        break;
      case 0x6a:
        if (links === none) links = [];
        if (links.length < c.limits.maxLinks) links.push(readLink(c));
        else c.leaveOut(tag);
        break;
      case 0x7a: {
        const after = c.enter();
        while (c.at < c.end) {
          const inner = c.tag();
          if (inner === 0x12) statusMessage = readText(c);
          else if (inner === 0x18) statusCode = within(c.varint(), 2);
          else c.skip(inner);
        }
        c.leave(after);
        break;
      }
      case 0x85:
        flags = c.fixed32();
        break;
      default:
        c.skip(tag);
    }
  }
  c.leave(outer);
  const refusal = refuseIds(traceId, spanId, parentSpanId);
  if (refusal !== null || traceId === null || spanId === null || parentSpanId === null) return refusal ?? '';
  return {
    resource,
    scope,
    traceId,
    spanId,
    parentSpanId,
    traceState,
    flags,
    name,
    kind,
    startNs,
    endNs,
    attributes,
    events,
    links,
    statusCode,
    statusMessage,
    truncated: c.cut,
  };
}

const none: never[] = [];
