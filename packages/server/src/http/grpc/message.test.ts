import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BodyBudget } from '../bounded-body.ts';
import { framed, readMessage } from './message.ts';

const limit = 1_000;
const open = (bytes = 10_000): { stream: PassThrough; budget: BodyBudget } => ({
  stream: new PassThrough(),
  budget: { limit: bytes, used: 0 },
});

describe('readMessage', () => {
  test('gives back what was framed, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: limit }),
        fc.array(fc.nat(limit), { maxLength: 8 }),
        async (body, cuts) => {
          const { stream, budget } = open();
          const reading = readMessage(stream, limit, budget);
          const whole = framed(body);
          let from = 0;
          for (const to of [...cuts.toSorted((a, b) => a - b), whole.length]) {
            if (to > from) stream.write(whole.subarray(from, to));
            from = Math.max(from, to);
          }
          stream.end();
          const read = await reading;
          expect(read.compressed).toBe(false);
          expect(Buffer.from(read.body).equals(body)).toBe(true);
          expect(read.body.buffer.byteLength).toBe(body.length);
          expect(budget.used).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('tells a compressed one', async () => {
    const { stream, budget } = open();
    const frame = framed(Buffer.from('x'));
    frame[0] = 1;
    stream.end(frame);
    expect(await readMessage(stream, limit, budget)).toMatchObject({ compressed: true });
  });

  test('refuses one that is too large by its length alone', async () => {
    const { stream, budget } = open();
    const reading = readMessage(stream, limit, budget);
    stream.write(Buffer.from([0, 0xff, 0xff]));
    stream.write(Buffer.from([0xff, 0xff]));
    await expect(reading).rejects.toMatchObject({ code: 'request.too_large', params: { limit } });
    expect(budget.used).toBe(0);
  });

  test('refuses when all senders together hold too much, and gives its share back', async () => {
    const { stream, budget } = open(600);
    const reading = readMessage(stream, limit, budget);
    stream.write(framed(Buffer.alloc(900)).subarray(0, 700));
    await expect(reading).rejects.toMatchObject({ code: 'ingest.overloaded' });
    expect(budget.used).toBe(0);
  });

  test.each([
    ['nothing', Buffer.alloc(0), 12, 'no message'],
    ['half a prefix', Buffer.from([0, 0, 0]), 13, 'ended early'],
    ['half a message', framed(Buffer.alloc(9)).subarray(0, 10), 13, 'ended early'],
    ['two messages', Buffer.concat([framed(Buffer.alloc(2)), framed(Buffer.alloc(2))]), 12, 'more than one'],
    ['an unknown flag', Buffer.from([7, 0, 0, 0, 0]), 13, 'begin with byte 7'],
  ])('refuses %s', async (_what, bytes, code, says) => {
    const { stream, budget } = open();
    const reading = readMessage(stream, limit, budget);
    stream.end(bytes);
    await expect(reading).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
    expect(budget.used).toBe(0);
  });

  test('ends when the sender goes away', async () => {
    const { stream, budget } = open();
    const reading = readMessage(stream, limit, budget);
    stream.write(Buffer.from([0]));
    await setImmediate();
    expect(budget.used).toBe(1);
    stream.destroy();
    await expect(reading).rejects.toMatchObject({ message: 'The call was cancelled.' });
    expect(budget.used).toBe(0);
  });
});
