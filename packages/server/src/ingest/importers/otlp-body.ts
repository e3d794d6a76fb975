import type { Attributes, StepMore } from './run-builder.ts';

export type RunSpan = { id: string; parent: string; name: string; attributes: Attributes; more: StepMore };
type Run = { traceId: string; spans: readonly RunSpan[]; environment: string; service: string; at: number };

const apart = 1_000_000n;

/**
 * Spans of a source without moments as an OTLP/JSON request. Each starts a millisecond after the one before it began or ended: that keeps
 * their order, and says nothing of time, as `signalbox.time` tells. A span of unknown length ends as it starts.
 * @param at Unix milliseconds
 */
export function otlpBody({ traceId, spans, environment, service, at }: Run): object {
  let next = BigInt(at) * 1_000_000n;
  const sent = spans.map(({ id, parent, name, attributes, more: { error, seconds } }) => {
    const start = next;
    const end = start + (seconds === undefined ? 0n : BigInt(Math.round(seconds * 1e9)));
    next = end + apart;
    return {
      ...{ traceId, spanId: id, parentSpanId: parent, name, kind: 1 },
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(end),
      attributes: keyed({ 'signalbox.time': 'synthetic', ...attributes }),
      ...(error !== undefined && { status: { code: 2, message: error } }),
    };
  });
  const resource = keyed({ 'service.name': service, 'deployment.environment.name': environment });
  const scope = { name: 'signalbox.import' };
  return { resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope, spans: sent }] }] };
}

const keyed = (attributes: Attributes) =>
  Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: valueOf(value) }]));

const valueOf = (value: string | number | boolean): object =>
  typeof value === 'string'
    ? { stringValue: value }
    : typeof value === 'boolean'
      ? { boolValue: value }
      : Number.isSafeInteger(value)
        ? { intValue: String(value) }
        : { doubleValue: value };
