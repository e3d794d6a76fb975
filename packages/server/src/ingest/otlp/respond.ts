import { bytesField, intField, textField } from './proto/write.ts';

export type Signal = 'traces' | 'logs' | 'metrics';
export type Format = 'protobuf' | 'json';

export const contentTypes: Record<Format, string> = { protobuf: 'application/x-protobuf', json: 'application/json' };

const rejectedName: Record<Signal, string> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/**
 * The body of a 200: an Export…ServiceResponse, empty when all was kept; else partial_success with the number refused and the reason.
 * A message without a number is a warning. The three responses have the same fields on the wire.
 */
export function writeExportResponse(
  signal: Signal,
  partial: { rejected: number; message: string },
  format: Format,
): Uint8Array {
  const { rejected, message } = partial;
  const full = rejected === 0 && message === '';
  if (format === 'json') {
    // 64-bit integers are strings in protobuf's JSON.
    const count = rejected === 0 ? {} : { [rejectedName[signal]]: String(rejected) };
    return json(full ? {} : { partialSuccess: { ...count, errorMessage: message } });
  }
  if (full) return new Uint8Array(0);
  return bytesField(1, Buffer.concat([intField(1, rejected), textField(2, message)]));
}

/** Codes of google.rpc for the HTTP statuses that ingest answers with; OTLP/HTTP clients go by the HTTP status alone. */
const rpcCodes: Record<number, number> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  408: 4,
  413: 3,
  415: 3,
  429: 8,
  503: 14,
  504: 4,
};

/** The body of a 4xx or 5xx: a google.rpc.Status, as OTLP/HTTP demands in either format. */
export function writeStatus(httpStatus: number, message: string, format: Format): Uint8Array {
  const code = rpcCodes[httpStatus] ?? (httpStatus < 500 ? 9 : 13);
  return format === 'json' ? json({ code, message }) : Buffer.concat([intField(1, code), textField(2, message)]);
}

const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));
