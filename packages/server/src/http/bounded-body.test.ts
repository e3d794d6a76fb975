import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { free, hold, readBounded, shareOf, type BodyBudget } from './bounded-body.ts';

const request = (chunks: readonly (Buffer | Error)[], headers: Record<string, string> = {}): IncomingMessage => {
  async function* body() {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield chunk;
    }
  }
  return Object.assign(Readable.from(body()), { headers }) as unknown as IncomingMessage;
};
const budget = (limit = 1_000, used = 0): BodyBudget => ({ limit, used });
const bytes = (length: number, fill = 1): Buffer => Buffer.alloc(length, fill);

test('a body of the allowed size is whole, in order, and in a buffer of its own', async () => {
  const own = budget();
  const body = await readBounded(request([bytes(3, 1), bytes(4, 2), bytes(3, 3)]), 10, own);
  expect([...body]).toEqual([1, 1, 1, 2, 2, 2, 2, 3, 3, 3]);
  expect(body.buffer.byteLength).toBe(10);
  expect(own.used).toBe(0);
});

test('an empty body is empty', async () => {
  expect(await readBounded(request([]), 10, budget())).toHaveLength(0);
});

test('one byte too many is refused: unread when it was declared, and as soon as it comes when not', async () => {
  const tooLarge = { code: 'request.too_large', message: expect.stringContaining('At most 10 bytes') };
  const declared = request([bytes(11)], { 'content-length': '11' });
  await expect(readBounded(declared, 10, budget())).rejects.toMatchObject(tooLarge);
  expect(declared.readableDidRead).toBe(false);
  await expect(readBounded(request([bytes(6), bytes(5)]), 10, budget())).rejects.toMatchObject(tooLarge);
  // A length that lies is not believed.
  const lying = request([bytes(11)], { 'content-length': '2' });
  await expect(readBounded(lying, 10, budget())).rejects.toMatchObject(tooLarge);
});

test('what all requests hold at once is bounded, and freed whatever happens', async () => {
  const shared = budget(10, 6);
  const busy = readBounded(request([bytes(5)]), 100, shared);
  await expect(busy).rejects.toMatchObject({ code: 'ingest.overloaded', retryAfterSeconds: 1 });
  expect(shared.used).toBe(6);
  await readBounded(request([bytes(4)]), 100, shared);
  expect(shared.used).toBe(6);
});

test('a client that goes away in the middle is a broken request, not a fault of ours', async () => {
  const own = budget();
  const cut = readBounded(request([bytes(5), new Error('aborted')]), 100, own);
  await expect(cut).rejects.toMatchObject({ code: 'request.malformed', status: 400, message: 'The body ended early.' });
  expect(own.used).toBe(0);
});

describe('a team', () => {
  test('holds half of the memory at most, and leaves the other half to others', async () => {
    const whole = budget(100);
    const slow = shareOf(whole, 'tea_1', 10);
    expect(hold(slow, 50)).toBe(true);
    const busy = readBounded(request([bytes(1)]), 10, slow);
    await expect(busy).rejects.toMatchObject({ code: 'ingest.overloaded' });
    expect(await readBounded(request([bytes(10)]), 10, shareOf(whole, 'tea_2', 10))).toHaveLength(10);
    expect([whole.used, slow.used]).toEqual([50, 50]);
    free(slow, 50);
    expect([whole.used, slow.used]).toEqual([0, 0]);
    expect(shareOf(whole, 'tea_1', 10)).toBe(slow);
  });

  test('can always send one body, and no more than there is for all', () => {
    const whole = budget(100, 60);
    expect(hold(shareOf(whole, 'tea_1', 80), 40)).toBe(true);
    expect(hold(shareOf(whole, 'tea_1', 80), 1)).toBe(false);
  });
});
