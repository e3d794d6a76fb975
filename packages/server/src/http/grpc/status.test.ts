import { fromBinary } from '@bufbuild/protobuf';
import { AnySchema, DurationSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { codes, statusOf, trailersOf } from './status.ts';

const binary = (trailers: object, name: string): Buffer =>
  Buffer.from(String((trailers as Record<string, unknown>)[name]), 'base64');

describe('statusOf', () => {
  test.each([
    [400, codes.invalidArgument],
    [401, codes.unauthenticated],
    [403, codes.permissionDenied],
    [413, codes.resourceExhausted],
    [415, codes.unimplemented],
    [429, codes.resourceExhausted],
    [503, codes.unavailable],
    [500, codes.internal],
  ])('of HTTP %i is %i', (status, code) => {
    expect(statusOf({ status, text: 'why' })).toEqual({ code, text: 'why' });
  });

  test('keeps when to try again', () => {
    expect(statusOf({ status: 429, text: '', retryAfterSeconds: 7 })).toMatchObject({ retryAfterSeconds: 7 });
  });
});

describe('trailersOf', () => {
  test('percent-encodes what is no printable ASCII, and the percent sign', () => {
    expect(trailersOf({ code: 3, text: 'näh 100 %\n' })).toEqual({
      'grpc-status': '3',
      'grpc-message': 'n%C3%A4h 100 %25%0A',
    });
  });

  test('says when to try again as google.rpc.Status with RetryInfo, and as RetryInfo alone', () => {
    const trailers = trailersOf({ code: 8, text: 'busy', retryAfterSeconds: 300 });
    const status = binary(trailers, 'grpc-status-details-bin');
    // Status: code, message, details; read by hand, the details by a library.
    expect([...status.subarray(0, 8)]).toEqual([8, 8, 18, 4, ...Buffer.from('busy')]);
    expect(status[8]).toBe(26);
    const any = fromBinary(AnySchema, status.subarray(10));
    expect(any.typeUrl).toBe('type.googleapis.com/google.rpc.RetryInfo');
    const delay = (info: Uint8Array) => fromBinary(DurationSchema, info.subarray(2)).seconds;
    expect(delay(any.value)).toBe(300n);
    expect(delay(binary(trailers, 'google.rpc.retryinfo-bin'))).toBe(300n);
  });

  test('stays within what clients take as headers', () => {
    const { 'grpc-message': text } = trailersOf({ code: 3, text: 'ü'.repeat(100_000) });
    expect(String(text).length).toBeLessThan(8_000);
  });
});
