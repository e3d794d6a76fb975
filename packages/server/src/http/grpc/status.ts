import type { OutgoingHttpHeaders } from 'node:http';
import { bytesField, intField, textField } from '../../ingest/otlp/proto/write.ts';
import type { TelemetryRefusal } from '../telemetry-refusal.ts';

/** Codes of gRPC that this server answers with (gRPC, statuscodes.md). */
export const codes = {
  ok: 0,
  invalidArgument: 3,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export type GrpcStatus = { code: number; text: string; retryAfterSeconds?: number };

/** Thrown where the wire itself is at fault. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const byHttp: Record<number, number> = {
  400: codes.invalidArgument,
  401: codes.unauthenticated,
  403: codes.permissionDenied,
  // Without RetryInfo: OTLP exporters take that for "do not send this again".
  413: codes.resourceExhausted,
  415: codes.unimplemented,
  429: codes.resourceExhausted,
  503: codes.unavailable,
};

export const statusOf = ({ status, ...rest }: TelemetryRefusal): GrpcStatus => ({
  code: byHttp[status] ?? codes.internal,
  ...rest,
});

/** Trailers of a call that failed. `RetryInfo` goes out twice: Python's exporter looks for it under a name of its own. */
export function trailersOf({ code, text, retryAfterSeconds }: GrpcStatus): OutgoingHttpHeaders {
  const message = text.slice(0, maxText);
  const trailers = { 'grpc-status': String(code), 'grpc-message': percent(message) };
  if (retryAfterSeconds === undefined) return trailers;
  const retryInfo = bytesField(1, intField(1, retryAfterSeconds));
  const detail = Buffer.concat([textField(1, retryInfoType), bytesField(2, retryInfo)]);
  const status = Buffer.concat([intField(1, code), textField(2, message), bytesField(3, detail)]);
  return { ...trailers, 'grpc-status-details-bin': base64(status), 'google.rpc.retryinfo-bin': base64(retryInfo) };
}

/** Clients bound their headers at 8 KiB. */
const maxText = 1_000;
const retryInfoType = 'type.googleapis.com/google.rpc.RetryInfo';
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** grpc-message is percent-encoded UTF-8 (gRPC over HTTP/2, "Status-Message"). */
const percent = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
