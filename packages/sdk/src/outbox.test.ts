import { describe, expect, test } from 'vitest';
import { Outbox, type Verdict } from './outbox.ts';

/** Sooner or later, on a busy machine too. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

function open(more: Partial<ConstructorParameters<typeof Outbox<number>>[0]> = {}) {
  const sent: number[][] = [];
  const errors: Error[] = [];
  const outbox = new Outbox<number>({
    ...{ noun: 'numbers', batch: 3, most: 10, everyMs: 5 },
    send: async (items): Promise<Verdict> => {
      sent.push([...items]);
      return 'sent';
    },
    onError: (error) => errors.push(error),
    ...more,
  });
  return { outbox, sent, errors };
}

describe('what is added', () => {
  test('goes in batches, in order, each once', async () => {
    const { outbox, sent, errors } = open();
    for (let n = 0; n < 8; n++) outbox.add(n);
    expect(await outbox.flush(1_000)).toBe(true);
    expect(sent.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(Math.max(...sent.map((one) => one.length))).toBe(3);
    expect([errors, outbox.dropped]).toEqual([[], 0]);
  });

  test('goes by itself after a while', async () => {
    const { outbox, sent } = open();
    outbox.add(1);
    expect(sent).toEqual([]);
    await eventually(() => sent).toEqual([[1]]);
  });

  test('goes again where it failed, until it is through', async () => {
    let failing = 3;
    const got: number[] = [];
    const send = async (items: readonly number[]): Promise<Verdict> => {
      if (failing-- > 0) return 'again';
      got.push(...items);
      return 'sent';
    };
    const { outbox, errors } = open({ send });
    for (let n = 0; n < 5; n++) outbox.add(n);
    expect(await outbox.flush(5_000)).toBe(true);
    expect([got, errors]).toEqual([[0, 1, 2, 3, 4], []]);
  });

  test('is dropped where the server will not have it, and that is told', async () => {
    const { outbox, errors } = open({ send: async () => 'never' });
    outbox.add(1);
    outbox.add(2);
    expect(await outbox.flush(1_000)).toBe(true);
    expect(outbox.dropped).toBe(2);
    expect(errors.map(String)).toEqual(['SignalboxError: 2 numbers dropped: Signalbox refused them.']);
  });

  test('never takes more room than it may: the oldest go, and that is told', async () => {
    const { outbox, errors } = open({ send: async () => 'again' });
    for (let n = 0; n < 1_000; n++) outbox.add(n);
    expect(await outbox.flush(30)).toBe(false);
    expect(outbox.dropped).toBe(990);
    expect(errors).toHaveLength(990);
  });

  test('meanwhile is kept while a batch is under way', async () => {
    let release = (): void => {};
    const got: number[] = [];
    const send = async (items: readonly number[]): Promise<Verdict> => {
      if (got.length === 0) await new Promise<void>((resolve) => (release = resolve));
      got.push(...items);
      return 'sent';
    };
    const { outbox } = open({ send, most: 4 });
    for (let n = 0; n < 7; n++) outbox.add(n);
    await Promise.resolve();
    release();
    expect(await outbox.flush(1_000)).toBe(true);
    expect(got.slice(-4)).toEqual([3, 4, 5, 6]);
  });
});

test('a defect in sending is told, and loses what was sent', async () => {
  const { outbox, errors } = open({ send: () => Promise.reject(new Error('defect')) });
  outbox.add(1);
  expect(await outbox.flush(1_000)).toBe(true);
  expect(errors.map((one) => one.message)).toEqual(['defect', '1 numbers dropped: Signalbox refused them.']);
});

test('flushing gives up in time', async () => {
  const { outbox } = open({ send: () => new Promise<Verdict>(() => {}) });
  outbox.add(1);
  const began = performance.now();
  expect(await outbox.flush(40)).toBe(false);
  expect(performance.now() - began).toBeLessThan(2_000);
});
