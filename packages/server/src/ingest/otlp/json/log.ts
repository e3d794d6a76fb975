import { refuseLogIds } from '../judge.ts';
import type { LogIn, ResourceIn, ScopeIn } from '../types.ts';
import { readAttributes } from './attributes.ts';
import { readSeverity } from './enums.ts';
import { type Json, field, uint64 } from './fields.ts';
import { type Reading, hexId, text } from './text.ts';
import { readValue } from './value.ts';

/** One LogRecord of OTLP JSON, or the reason why it is refused. Throws Misfit where a field does not fit. */
export function readLog(from: Json, resource: ResourceIn, scope: ScopeIn, reading: Reading): LogIn | string {
  const traceId = hexId(from, 'traceId', 32);
  const spanId = hexId(from, 'spanId', 16);
  let refusal = refuseLogIds(traceId, spanId);
  if (refusal !== null || traceId === null || spanId === null) return refusal ?? '';
  const attributes = readAttributes(from, reading);
  const log = {
    resource,
    scope,
    traceId,
    spanId,
    timeNs: uint64(from, 'timeUnixNano'),
    observedNs: uint64(from, 'observedTimeUnixNano'),
    severityNumber: readSeverity(from),
    severityText: text(from, 'severityText', reading),
    eventName: text(from, 'eventName', reading),
    body: readValue(field(from, 'body'), reading, 0),
    attributes,
    truncated: false,
  };
  log.truncated = reading.cut;
  return refusal ?? log;
}
