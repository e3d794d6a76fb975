import { create, toBinary } from '@bufbuild/protobuf';
import { toOtlpJson } from './otlp-json.ts';
import { otlp } from './otlp-schema.ts';

/** Init objects of the oracle's schema: localName of each field, oneofs as `{ case, value }`. */
type Init = Record<string, unknown>;

export const ids = { traceId: new Uint8Array(16).fill(0xab), spanId: new Uint8Array(8).fill(0xcd) };

export const text = (value: string): Init => ({ value: { case: 'stringValue', value } });
export const attribute = (key: string, value: Init): Init => ({ key, value });
/** A value `depth` arrays deep. */
export const nested = (depth: number): Init =>
  depth === 0 ? text('deep') : { value: { case: 'arrayValue', value: { values: [nested(depth - 1)] } } };

/** A request in both encodings. */
export function encode(name: string, init: Init): { protobuf: Uint8Array; json: string } {
  const schema = otlp(name);
  const message = create(schema, init);
  return { protobuf: toBinary(schema, message), json: toOtlpJson(schema, message) };
}

export const spansRequest = (spans: Init[], around: Init = {}) =>
  encode('ExportTraceServiceRequest', { resourceSpans: [{ scopeSpans: [{ spans }], ...around }] });

/** One valid span with these fields on top. */
export const spanRequest = (init: Init = {}) => spansRequest([{ ...ids, ...init }]);

export const logRequest = (init: Init = {}) =>
  encode('ExportLogsServiceRequest', { resourceLogs: [{ scopeLogs: [{ logRecords: [init] }] }] });
