import { sdkVersion } from '../version.ts';
import type { Attributes, AttributeValue } from './tracer.ts';

export type Ended = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  isCall: boolean;
  /** Unix microseconds. */
  startUs: number;
  endUs: number;
  attributes: Attributes;
  error: Error | null;
};

/** An ExportTraceServiceRequest in OTLP's JSON. */
export const encode = (resource: Attributes, spans: readonly Ended[]): object => ({
  resourceSpans: [
    {
      resource: { attributes: attributesOf(resource) },
      scopeSpans: [{ scope: { name: '@signalbox/sdk', version: sdkVersion }, spans: spans.map(spanOf) }],
    },
  ],
});

const spanOf = ({ startUs, endUs, attributes, error, isCall, parentSpanId, ...own }: Ended): object => ({
  ...own,
  ...(parentSpanId !== null && { parentSpanId }),
  kind: isCall ? 3 : 1,
  startTimeUnixNano: `${startUs}000`,
  endTimeUnixNano: `${endUs}000`,
  attributes: attributesOf(attributes),
  status: error === null ? {} : { code: 2, message: error.message.slice(0, 1_000) },
  ...(error !== null && { events: [exceptionOf(error, endUs)] }),
});

const exceptionOf = (error: Error, atUs: number): object => ({
  name: 'exception',
  timeUnixNano: `${atUs}000`,
  attributes: attributesOf({
    'exception.type': error.name,
    'exception.message': error.message.slice(0, 4_000),
    'exception.stacktrace': (error.stack ?? '').slice(0, 8_000),
  }),
});

const attributesOf = (attributes: Attributes): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));

function valueOf(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}
