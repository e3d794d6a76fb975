import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDemoTeam } from '../../../access/index.ts';
import { openWorld, type World } from '../../../access/world.fixture.ts';
import { readRemoval } from '../rebuild/removal.ts';
import { getDemo } from '../views/get-demo.ts';
import { removeDemoData } from './remove-demo-data.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const nothingElse = async (): Promise<void> => {};
const types = (events: { type: string }[]): string[] => events.map((event) => event.type);
const state = async (): Promise<string> => (await getDemo(world.system)).state;

/** As the rebuild writes it once the last row is gone. */
async function carriedOut(teamId: string): Promise<void> {
  const place = { workspaceId: world.first.workspaceId, teamId };
  const removal = { ...(await readRemoval(world.state.db, place))!, doneAt: world.clock.now() };
  await world.state.db
    .updateTable('ops_cursors')
    .set({ position: JSON.stringify(removal) })
    .where('subscription', '=', `monitoring.removal:${teamId}`)
    .execute();
}

test('where no demo ever was there is nothing to remove, and nothing happens', async () => {
  expect(await getDemo(world.system)).toEqual({ state: 'none', teamId: null });
  expect(await world.gained(() => removeDemoData(world.system, nothingElse))).toEqual([]);
});

test('from present over removing to none, and present again with the next fleet', async () => {
  const { teamId } = await openDemoTeam(world.system);
  expect(await getDemo(world.system)).toEqual({ state: 'present', teamId });
  world.clock.advance(1000);
  const events = await world.gained(async () =>
    expect(await removeDemoData(world.system, nothingElse)).toEqual({ state: 'removing', teamId }),
  );
  expect(types(events)).toEqual(['key.revoked', 'telemetry.removed']);
  expect(events[1]).toMatchObject({ actor: 'system', resource: teamId });
  expect(await world.gained(() => removeDemoData(world.system, nothingElse))).toEqual([]);
  await carriedOut(teamId);
  expect(await state()).toBe('none');
  world.clock.advance(1000);
  await openDemoTeam(world.system);
  expect(await state()).toBe('present');
});

test('an admin removes it; who only looks does not', async () => {
  for (const role of ['viewer', 'operator', 'compliance'] as const) {
    const ctx = await world.person(role);
    await expect(removeDemoData(ctx, nothingElse)).rejects.toMatchObject({ code: 'access.denied' });
    expect((await getDemo(ctx)).state).toBe('present');
  }
  expect((await removeDemoData(await world.person('admin'), nothingElse)).state).toBe('removing');
  expect((await getDemo(world.stranger)).state).toBe('none');
});
