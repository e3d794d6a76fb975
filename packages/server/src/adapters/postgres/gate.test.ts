import { expect, test } from 'vitest';
import { systemClock } from '../../spine/clock.ts';
import type { AppError } from '../../spine/errors.ts';
import { Gate } from './gate.ts';

test('turns come in the order asked, one at a time', async () => {
  const gate = new Gate(systemClock, 1000);
  const order: number[] = [];
  let inside = 0;
  const visit = async (n: number): Promise<void> => {
    const turn = await gate.enter();
    expect(++inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, n % 3));
    order.push(n);
    inside--;
    turn.leave();
  };
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(visit));
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('who waits too long is told who holds the gate, and the rest still get in', async () => {
  const gate = new Gate(systemClock, 30);
  const holder = await gate.enter();
  holder.note('update agents\n  set name = $1');
  const error = await gate.enter().catch((caught: unknown) => caught as AppError);
  expect(error).toMatchObject({ code: 'state.unavailable', retryAfterSeconds: 1 });
  expect(((error as AppError).cause as Error).message).toMatch(
    /within 30 ms; held for \d+ ms by: update agents set name = \$1$/,
  );
  const next = gate.enter();
  holder.leave();
  (await next).leave();
});

test('leaving twice does not let two in', async () => {
  const gate = new Gate(systemClock, 30);
  const first = await gate.enter();
  first.leave();
  const second = await gate.enter();
  first.leave();
  await expect(gate.enter()).rejects.toMatchObject({ code: 'state.unavailable' });
  second.leave();
});
