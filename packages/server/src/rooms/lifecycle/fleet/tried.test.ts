import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistryWorld, type RegistryWorld } from '../registry/world.fixture.ts';
import { lifecycleTx } from '../tables.ts';
import { tried } from './tried.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const rules = () => world.state.db.selectFrom('ledger').select('type').where('type', '=', 'naming_rule.set').execute();
/** Writes a rule of names with its event, and says what it wrote. */
const write = (keep: boolean, then: () => void = () => {}) =>
  tried(world.ctx(), async ({ tx, append }) => {
    const row = { workspace_id: 'wsp_1', pattern: 'x', reason: 'r' };
    await lifecycleTx(tx).insertInto('agent_naming_rules').values(row).execute();
    append({ type: 'naming_rule.set', v: 1, resource: 'wsp_1', payload: { before: null, after: row } });
    then();
    const held = await lifecycleTx(tx).selectFrom('agent_naming_rules').select('pattern').execute();
    return { done: held.map((one) => one.pattern), keep };
  });
const clear = () =>
  world.state.transact(async (tx) => void (await lifecycleTx(tx).deleteFrom('agent_naming_rules').execute()));
const kept = () =>
  world.state.transact(async (tx) => lifecycleTx(tx).selectFrom('agent_naming_rules').select('pattern').execute());

test('what is not to be kept was really done, is told, and is gone, its event too', async () => {
  const woken: unknown[] = [];
  const { ledgerAdvanced } = world.state;
  world.state.ledgerAdvanced = (ids) => void woken.push(ids);
  try {
    expect(await write(false)).toEqual(['x']);
  } finally {
    world.state.ledgerAdvanced = ledgerAdvanced;
  }
  expect([await kept(), await rules(), woken]).toEqual([[], [], []]);
});

test('what is to be kept stays, with its event', async () => {
  expect(await write(true)).toEqual(['x']);
  expect([(await kept()).length, (await rules()).length]).toEqual([1, 1]);
  await clear();
});

test('what fails is thrown on, whether it was to be kept or not', async () => {
  for (const keep of [true, false])
    await expect(
      write(keep, () => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
  expect(await kept()).toEqual([]);
});
