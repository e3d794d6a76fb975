import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { type LifecycleWorld, openLifecycleWorld } from '../world.fixture.ts';
import { LastSeen, seenKey } from './last-seen.ts';

let world: LifecycleWorld;
beforeAll(async () => {
  world = await openLifecycleWorld();
  await world.send('billing', 3);
  await world.send('billing', 1, { team_id: 'tea_2' });
  await world.settle();
});
afterAll(() => world.close());

/** The warehouse, counting what it is asked, and failing when told to. */
function counting(): { warehouse: Warehouse; asked: () => number; fail: (yes: boolean) => void } {
  let asked = 0;
  let failing = false;
  const query: Warehouse['query'] = (...ask) => {
    asked++;
    return failing ? Promise.reject(new Error('away')) : world.warehouse.query(...ask);
  };
  return {
    warehouse: { ...world.warehouse, query } as Warehouse,
    asked: () => asked,
    fail: (yes) => void (failing = yes),
  };
}

test('each agent of each team, in ISO time; another workspace has none', async () => {
  const last = new LastSeen(world.warehouse);
  const seen = await last.of('wsp_1');
  expect([...seen.keys()].toSorted()).toEqual([seenKey('tea_1', 'billing'), seenKey('tea_2', 'billing')]);
  for (const at of seen.values()) expect(at).toMatch(/^2026-11-22T05:24:\d\d\.\d{3}Z$/);
  expect((await last.of('wsp_2')).size).toBe(0);
});

test('many lists ask the warehouse once, and again after half a minute', async () => {
  const { warehouse, asked } = counting();
  let now = 0;
  const last = new LastSeen(warehouse, () => now);
  await Promise.all(Array.from({ length: 20 }, () => last.of('wsp_1')));
  expect(asked()).toBe(1);
  now = 29_999;
  await last.of('wsp_1');
  expect(asked()).toBe(1);
  now = 30_000;
  await last.of('wsp_1');
  expect(asked()).toBe(2);
});

test('what failed is not kept', async () => {
  const { warehouse, asked, fail } = counting();
  const last = new LastSeen(warehouse);
  fail(true);
  await expect(last.of('wsp_1')).rejects.toThrow('away');
  fail(false);
  expect((await last.of('wsp_1')).size).toBe(2);
  expect(asked()).toBe(2);
});
