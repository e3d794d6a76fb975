import type { AttributeValue, EventIn, LinkIn } from '../types.ts';
import { readAttribute } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import { readSpanId, readTraceId } from './ids.ts';
import { readText } from './text.ts';

export function readEvent(c: Cursor): EventIn {
  c.spend();
  const outer = c.enter();
  let timeNs = 0n;
  let name = '';
  const attributes = new Map<string, AttributeValue>();
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x09) timeNs = c.fixed64();
    else if (tag === 0x12) name = readText(c);
    else if (tag === 0x1a) readAttribute(c, attributes);
    else c.skip(tag);
  }
  c.leave(outer);
  return { timeNs, name, attributes };
}

/** A link with ids of a wrong length keeps its attributes: what it points to is '' then. */
export function readLink(c: Cursor): LinkIn {
  c.spend();
  const outer = c.enter();
  let traceId = '';
  let spanId = '';
  const attributes = new Map<string, AttributeValue>();
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x0a) traceId = readTraceId(c) ?? '';
    else if (tag === 0x12) spanId = readSpanId(c) ?? '';
    else if (tag === 0x22) readAttribute(c, attributes);
    else c.skip(tag);
  }
  c.leave(outer);
  return { traceId, spanId, attributes };
}
