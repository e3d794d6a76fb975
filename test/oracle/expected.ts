import type { AttributeValue, LogIn, SpanIn } from '../../packages/server/src/ingest/otlp/types.ts';

/** What the readers must make of a message that the oracle decoded: written as plainly as possible, from the contract alone. */
// oxlint-disable-next-line typescript/no-explicit-any -- messages of run-time descriptors have no static type
type Message = any;

function expectedValue(value: Message): AttributeValue {
  const kind: string | undefined = value?.value?.case;
  if (kind === undefined) return null;
  const inner = value.value.value;
  if (kind === 'arrayValue') return inner.values.map(expectedValue);
  if (kind === 'kvlistValue')
    return Object.fromEntries(inner.values.map((kv: Message) => [kv.key, expectedValue(kv.value)]));
  return kind === 'bytesValue' ? new Uint8Array(inner) : inner;
}

const attributes = (from: Message): Map<string, AttributeValue> =>
  new Map((from?.attributes ?? []).map((kv: Message) => [kv.key, expectedValue(kv.value)]));

const id = (bytes: Uint8Array, length: number): string =>
  bytes.length === length && bytes.some((byte) => byte !== 0) ? Buffer.from(bytes).toString('hex') : '';

const known = (value: number, max: number): number => (value < 0 || value > max ? 0 : value);

function scopeOf(scope: Message) {
  return { name: scope?.name ?? '', version: scope?.version ?? '', attributes: attributes(scope) };
}

export function expectedSpans(request: Message): { items: SpanIn[]; rejected: number } {
  const all = request.resourceSpans.flatMap((group: Message) =>
    group.scopeSpans.flatMap((inner: Message) => inner.spans.map((span: Message) => ({ span, inner, group }))),
  );
  const good = all.filter(
    ({ span }: Message) =>
      id(span.traceId, 16) !== '' && id(span.spanId, 8) !== '' && [0, 8].includes(span.parentSpanId.length),
  );
  const items = good.map(({ span, inner, group }: Message) => ({
    resource: { attributes: attributes(group.resource) },
    scope: scopeOf(inner.scope),
    traceId: id(span.traceId, 16),
    spanId: id(span.spanId, 8),
    parentSpanId: id(span.parentSpanId, 8),
    traceState: span.traceState,
    flags: span.flags,
    name: span.name,
    kind: known(span.kind, 5),
    startNs: span.startTimeUnixNano,
    endNs: span.endTimeUnixNano,
    attributes: attributes(span),
    events: span.events.map((event: Message) => ({
      timeNs: event.timeUnixNano,
      name: event.name,
      attributes: attributes(event),
    })),
    links: span.links.map((link: Message) => ({
      traceId: id(link.traceId, 16),
      spanId: id(link.spanId, 8),
      attributes: attributes(link),
    })),
    statusCode: known(span.status?.code ?? 0, 2),
    statusMessage: span.status?.message ?? '',
    truncated: false,
  }));
  return { items, rejected: all.length - good.length };
}

export function expectedLogs(request: Message): { items: LogIn[]; rejected: number } {
  const all = request.resourceLogs.flatMap((group: Message) =>
    group.scopeLogs.flatMap((inner: Message) => inner.logRecords.map((log: Message) => ({ log, inner, group }))),
  );
  const good = all.filter(
    ({ log }: Message) => [0, 16].includes(log.traceId.length) && [0, 8].includes(log.spanId.length),
  );
  const items = good.map(({ log, inner, group }: Message) => ({
    resource: { attributes: attributes(group.resource) },
    scope: scopeOf(inner.scope),
    traceId: id(log.traceId, 16),
    spanId: id(log.spanId, 8),
    timeNs: log.timeUnixNano,
    observedNs: log.observedTimeUnixNano,
    severityNumber: known(log.severityNumber, 24),
    severityText: log.severityText,
    eventName: log.eventName,
    body: expectedValue(log.body),
    attributes: attributes(log),
    truncated: false,
  }));
  return { items, rejected: all.length - good.length };
}
