import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TeeRecord } from './record.ts';
import { type SecondEndpoint, secondEndpoint } from './second-endpoint.fixture.ts';
import { send } from './send.ts';

let other: SecondEndpoint;
beforeEach(async () => {
  other = await secondEndpoint();
});
afterEach(() => other.stop());

const record = (change: Partial<TeeRecord> = {}): TeeRecord => ({
  ...{ signal: 'traces', contentType: 'protobuf', encoding: 'gzip', body: Uint8Array.of(0, 255, 10, 13) },
  ...change,
});
const going = new AbortController().signal;
const sendTo = (url: string, change: Partial<TeeRecord> = {}, headers: Record<string, string> = {}) =>
  send({ url, headers }, record(change), going);
const answered = (status: number, headers: Record<string, string> = {}) => {
  other.answers.push({ status, headers });
  return sendTo(other.url);
};

describe('a request is sent on', () => {
  test.each(['', '/', '//', '/otel', '/otel/'])('to an address that ends in %j', async (end) => {
    expect(await sendTo(other.url + end, { signal: 'logs' })).toEqual({ is: 'sent' });
    expect(other.got[0]!.path).toBe(`${end.replace(/\/+$/, '')}/v1/logs`);
  });

  test('byte by byte, whatever it is', async () => {
    await sendTo(other.url);
    expect([...other.got[0]!.body]).toEqual([0, 255, 10, 13]);
    await sendTo(other.url, { body: new Uint8Array(0), encoding: 'identity' });
    expect(other.got[1]!.body).toHaveLength(0);
    expect(other.got[1]!.headers['content-encoding']).toBeUndefined();
  });

  test('as what it is, though the configured headers say otherwise', async () => {
    await sendTo(
      other.url,
      { contentType: 'json', encoding: 'deflate' },
      { 'content-type': 'text/html', 'x-key': 'k' },
    );
    expect(other.got[0]!.headers).toMatchObject({
      'content-type': 'application/json',
      'content-encoding': 'deflate',
      'x-key': 'k',
    });
  });
});

describe('what the other side says', () => {
  test.each([408, 429, 502, 503, 504])('%i may work later', async (status) => {
    expect(await answered(status)).toEqual({ is: 'again', why: `answered ${status}`, afterMs: null });
  });

  test.each([301, 400, 401, 403, 404, 413, 415, 500, 501])(
    '%i never will: sending again would block the rest',
    async (status) => {
      expect(await answered(status)).toEqual({ is: 'no', why: `answered ${status}` });
    },
  );

  test.each<[string, number | null]>([
    ['3', 3_000],
    ['0', 0],
    ['86400', 300_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', null],
  ])('Retry-After: %s', async (header, afterMs) => {
    expect(await answered(429, { 'retry-after': header })).toMatchObject({ is: 'again', afterMs });
  });

  test('a date to come is a time to wait', async () => {
    const outcome = await answered(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    const { afterMs } = outcome as { afterMs: number };
    expect(afterMs).toBeGreaterThan(50_000);
    expect(afterMs).toBeLessThanOrEqual(60_000);
  });
});

describe('an endpoint that cannot be reached', () => {
  test('is told without its address, which may hold a key', async () => {
    const { url } = other;
    await other.stop();
    const outcome = await sendTo(`${url}/k-4711`);
    expect(outcome).toEqual({ is: 'again', why: 'cannot be reached (ECONNREFUSED)', afterMs: null });
    other = await secondEndpoint();
  });

  test('is given up at once when the server stops', async () => {
    other.answers.push({ status: 200, never: true });
    const stop = new AbortController();
    const sending = send({ url: other.url, headers: {} }, record(), stop.signal);
    stop.abort();
    expect((await sending).is).toBe('again');
  });
});
