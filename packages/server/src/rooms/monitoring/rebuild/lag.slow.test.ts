import { afterAll, beforeAll, expect, test } from 'vitest';
import { rebuildLag } from './lag.ts';
import { RebuildRig, start, whole } from './rig.fixture.ts';

let rig: RebuildRig;
beforeAll(async () => void (rig = await RebuildRig.open()));
afterAll(() => rig.close());

test('is the age of the oldest insert that no run holds, whoever leads; nothing inserted, nothing behind', async () => {
  expect(await rebuildLag(rig, start)).toBe(0);
  await rig.insert(whole(1), start - 90_000);
  await rig.insert(whole(2), start - 30_000);
  expect(await rebuildLag(rig, start)).toBeCloseTo(90, 2);
  await rig.until(async () => (await rebuildLag(rig, start)) === 0);
  await rig.insert(whole(3), start - 10_000);
  expect(await rebuildLag(rig, start)).toBeCloseTo(10, 2);
  expect(await rebuildLag(rig, start - 20_000)).toBe(0);
});
