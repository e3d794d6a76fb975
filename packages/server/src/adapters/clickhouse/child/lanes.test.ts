import { expect, test } from 'vitest';
import { createLanes } from './lanes.ts';

const never = new AbortController().signal;
const gate = (): { open: () => void; shut: Promise<void> } => {
  let open = (): void => undefined;
  const shut = new Promise<void>((done) => (open = done));
  return { open, shut };
};

test('one connection runs one query at a time, in order of arrival', async () => {
  const lanes = createLanes(['a', 'b'], 10);
  const running = new Set<string>();
  const order: number[] = [];
  const work = (n: number) => async (connection: string) => {
    expect(running.has(connection)).toBe(false);
    running.add(connection);
    order.push(n);
    await new Promise((done) => setTimeout(done, 5));
    running.delete(connection);
    return n;
  };
  const all = [1, 2, 3, 4, 5, 6].map((n) => lanes.run(work(n), never));
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(order).toEqual([1, 2, 3, 4, 5, 6]);
});

test('refuses when too many wait; a failure and a leaver free their places', async () => {
  const lanes = createLanes(['a'], 2);
  const { open, shut } = gate();
  const leave = new AbortController();
  const first = lanes.run(() => shut, never);
  const failing = lanes.run(() => Promise.reject(new Error('broken')), never);
  const leaver = lanes.run(() => Promise.resolve('ran'), leave.signal);
  await expect(lanes.run(() => Promise.resolve(), never)).rejects.toThrow(/Code: 202\./);
  leave.abort(new Error('left'));
  await expect(leaver).rejects.toThrow('left');
  const last = lanes.run((connection) => Promise.resolve(connection), never);
  open();
  await first;
  await expect(failing).rejects.toThrow('broken');
  expect(await last).toBe('a');
  await lanes.idle();
});

test('idle waits for what runs and what waits', async () => {
  const lanes = createLanes(['a'], 5);
  const { open, shut } = gate();
  const done: string[] = [];
  void lanes.run(() => shut.then(() => done.push('ran')), never);
  void lanes.run(async () => done.push('waited'), never);
  const idle = lanes.idle().then(() => done.push('idle'));
  open();
  await idle;
  expect(done).toEqual(['ran', 'waited', 'idle']);
});
