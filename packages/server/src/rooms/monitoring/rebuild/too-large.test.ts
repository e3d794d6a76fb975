import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { steppedClock } from '../../../spine/clock.ts';
import { Rebuild } from './rebuild.ts';
import { RebuildRig, span, start, traceId, whole } from './rig.fixture.ts';
import { findTooLarge, readStanding } from './standing.ts';

let rig: RebuildRig;
beforeAll(async () => void (rig = await RebuildRig.open()));
afterAll(() => rig.close());
beforeEach(() => rig.clear());

const many = (trace: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) =>
    span(trace, `f${(from + n).toString(16)}f`, 'a', { kind: 'tool', agent: '' }),
  );
const stepsOf = async (trace: number): Promise<number> =>
  (await rig.one<{ n: number }>(`SELECT max(steps) AS n FROM runs FINAL WHERE trace_id = '${traceId(trace)}'`)).n;

/** Runs the job until `done`; returns what it complained of. */
async function run(done: () => Promise<boolean>, largestTrace = { rows: 10, bytes: 1 << 20 }): Promise<string[]> {
  const said: string[] = [];
  const clock = steppedClock(start);
  const { warehouse, state } = rig;
  const time = { now: clock.now, monotonic: () => 10 * performance.now() };
  const onError = (error: unknown): void => void said.push(String(error));
  const job = new Rebuild({ warehouse, state, clock: time, onError, largestTrace });
  job.start();
  for (const end = performance.now() + 10_000; !(await done()) && performance.now() < end;) {
    await new Promise((next) => setTimeout(next, 100));
    clock.advance(1_000);
  }
  await job.stop();
  expect(await done()).toBe(true);
  return said;
}

test('a trace that grows beyond measure stays as it was, is told of once, and holds up nobody else', async () => {
  await rig.insert([span(1, 'a', ''), ...many(1, 0, 8)]);
  expect(await run(async () => (await stepsOf(1)) === 9)).toEqual([]);
  await rig.insert(many(1, 8, 14));
  await rig.insert([...many(1, 14, 16), ...whole(2)]);
  await rig.insert(whole(3));
  const said = await run(async () => (await stepsOf(2)) === 3 && (await stepsOf(3)) === 3);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(traceId(1));
  expect(await stepsOf(1)).toBe(9);
}, 40_000);

test('measures rows and what they say, of those asked for alone', async () => {
  await rig.insert([...whole(1), span(2, 'a', '', { tags: ['x'.repeat(5_000)] }), ...whole(3)]);
  const find = (rows: number, bytes: number) =>
    findTooLarge(rig.warehouse, 'wsp_1', [traceId(1), traceId(2)], { rows, bytes });
  expect(await find(2, 1 << 20)).toEqual([traceId(1)]);
  expect(await find(3, 4_000)).toEqual([traceId(2)]);
  expect(await find(3, 1 << 20)).toEqual([]);
});

test('what stands tells of how many spans it was made', async () => {
  await rig.insert(whole(1));
  await run(async () => (await stepsOf(1)) === 3);
  expect(await readStanding(rig.warehouse, 'wsp_1', [traceId(1)])).toMatchObject([{ spans: 3, runs: [{}] }]);
});
