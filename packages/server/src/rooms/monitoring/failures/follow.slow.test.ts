import { expect, test } from 'vitest';
import { killedTurns } from './killed-turns.fixture.ts';
import { FailureWorld } from './world.fixture.ts';

test('a hundred turns killed between effect and cursor: every occurrence exactly once', async () => {
  const world = await FailureWorld.open();
  expect(await killedTurns(world, 25)).toBe(100);
  const once = [{ count: 25, runs: 25, template: 'tool <*> has no answer' }];
  expect(await world.list()).toMatchObject(once);
  await world.telemetry.warehouse.command('OPTIMIZE TABLE failures FINAL');
  expect(await world.list()).toMatchObject(once);
  await world.close();
}, 240_000);
