import { ContentCache } from '../content/cache.ts';
import type { AttributeValue, LogIn, SpanIn } from '../otlp/types.ts';
import type { Sender } from '../rows.ts';
import { received, sender } from './captures.fixture.ts';
import { mapLog } from './log.ts';
import { mapSpan } from './span.ts';

/** Spans and records by hand, for what no capture holds. */

export type Given = { [key: string]: AttributeValue };
export const attributesOf = (given: Given): Map<string, AttributeValue> => new Map(Object.entries(given));

export const spanWith = (given: Given, rest: Partial<SpanIn> = {}): SpanIn => ({
  resource: { attributes: attributesOf({ 'service.name': 'shop', 'deployment.environment.name': 'staging' }) },
  scope: { name: 'test', version: '1', attributes: new Map() },
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  parentSpanId: '',
  traceState: '',
  flags: 1,
  name: 'a span',
  kind: 1,
  startNs: BigInt(received) * 1_000_000n,
  endNs: BigInt(received) * 1_000_000n + 5_000n,
  attributes: attributesOf(given),
  events: [],
  links: [],
  statusCode: 0,
  statusMessage: '',
  truncated: false,
  ...rest,
});

export const logWith = (rest: Partial<LogIn> & { given?: Given }): LogIn => {
  const { given, ...fields } = rest;
  return {
    resource: { attributes: attributesOf({ 'service.name': 'shop' }) },
    scope: { name: 'test', version: '', attributes: new Map() },
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    timeNs: BigInt(received) * 1_000_000n,
    observedNs: 0n,
    severityNumber: 9,
    severityText: 'INFO',
    eventName: '',
    body: null,
    attributes: attributesOf(given ?? {}),
    truncated: false,
    ...fields,
  };
};

export const mapped = (given: Given, rest: Partial<SpanIn> = {}, from: Partial<Sender> = {}) =>
  mapSpan(spanWith(given, rest), { ...sender, ...from }, received, { contents: new ContentCache() });

export const mappedLog = (rest: Partial<LogIn> & { given?: Given }) =>
  mapLog(logWith(rest), sender, received, { contents: new ContentCache(), positions: new Map() });
