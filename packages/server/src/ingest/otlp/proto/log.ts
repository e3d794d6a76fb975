import { refuseLogIds, within } from '../judge.ts';
import type { AttributeValue, LogIn, ResourceIn, ScopeIn } from '../types.ts';
import { readAttribute } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import { readSpanId, readTraceId } from './ids.ts';
import { readText } from './text.ts';
import { readValue } from './value.ts';

/** One LogRecord, or the reason why it is refused. */
export function readLog(c: Cursor, resource: ResourceIn, scope: ScopeIn): LogIn | string {
  const outer = c.enter();
  let traceId: string | null = '';
  let spanId: string | null = '';
  let timeNs = 0n;
  let observedNs = 0n;
  let severityNumber = 0;
  let severityText = '';
  let eventName = '';
  let body: AttributeValue = null;
  const attributes = new Map<string, AttributeValue>();
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x32) readAttribute(c, attributes);
    else if (tag === 0x09) timeNs = c.fixed64();
    else if (tag === 0x10) severityNumber = within(c.varint(), 24);
    else if (tag === 0x1a) severityText = readText(c);
    else if (tag === 0x2a) body = readValue(c, 0);
    else if (tag === 0x4a) traceId = readTraceId(c);
    else if (tag === 0x52) spanId = readSpanId(c);
    else if (tag === 0x59) observedNs = c.fixed64();
    else if (tag === 0x62) eventName = readText(c);
    else c.skip(tag);
  }
  c.leave(outer);
  const refusal = refuseLogIds(traceId, spanId);
  if (refusal !== null || traceId === null || spanId === null) return refusal ?? '';
  const truncated = c.cut;
  return {
    resource,
    scope,
    traceId,
    spanId,
    timeNs,
    observedNs,
    severityNumber,
    severityText,
    eventName,
    body,
    attributes,
    truncated,
  };
}
