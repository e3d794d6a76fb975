import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { AppError } from '../../../spine/errors.ts';
import type { ReleaseUse } from '../uses.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { changePrompt } from '../verbs/change-prompt.ts';
import { promptUse } from './prompt-use.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const away = {
  query: () => Promise.reject(new AppError('warehouse.unavailable', { params: { seconds: 1 } })),
} as unknown as Warehouse;
const rollups = { openMinutes: () => ({ after: 0, also: [] }) };
const use = (number: number, agentId: string, more: Partial<ReleaseUse> = {}): ReleaseUse => ({
  ...{
    releaseId: `rel_${number}_${agentId}`,
    version: '1.0.0',
    digest: 'a'.repeat(64),
    createdAt: 'then',
    number,
    servedIn: [],
  },
  agent: { id: agentId, key: agentId, name: agentId, teamId: 'tea_1', ownerId: 'per_Ben' },
  ...more,
});

test('versions newest first with their releases, agents once with their owners; figures unknown while they cannot be read', async () => {
  const id = await world.prompt('use/one', 'a', 'b');
  await changePrompt(world.ada, { id, name: 'use/renamed' });
  const asked: (readonly string[])[] = [];
  const usesOf = async (_: unknown, __: unknown, { names }: { names: readonly string[] }) => {
    asked.push(names.toSorted());
    return [use(1, 'agt_1', { servedIn: ['staging'] }), use(2, 'agt_1', { servedIn: ['production'] }), use(2, 'agt_2')];
  };
  const found = await promptUse(world.ada, { warehouse: away, rollups, usesOf }, { id: 'use/renamed', days: 7 });
  expect(asked).toEqual([[id, 'use/one', 'use/renamed'].toSorted()]);
  expect(
    found.versions.map((one) => [one.number, one.releases.map((release) => release.agentId), one.figures]),
  ).toEqual([
    [2, ['agt_1', 'agt_2'], null],
    [1, ['agt_1'], null],
  ]);
  expect(found.agents).toMatchObject([
    { agentId: 'agt_1', ownerName: 'Ben', servedIn: ['production', 'staging'] },
    { agentId: 'agt_2', ownerId: 'per_Ben', servedIn: [] },
  ]);
  expect(Date.parse(found.to) - Date.parse(found.from)).toBe(7 * 86_400_000);
});

test('nobody uses it: nothing is asked of the warehouse; a stranger is told nothing', async () => {
  const id = await world.prompt('use/none', 'a');
  const stores = { warehouse: {} as Warehouse, rollups, usesOf: async () => [] };
  expect(await promptUse(world.ada, stores, { id, days: 30 })).toMatchObject({ versions: [], agents: [] });
  expect(await promptUse(world.ada, { warehouse: {} as Warehouse, rollups }, { id, days: 30 })).toMatchObject({
    agents: [],
  });
  const stranger = world.person('Cy', 'admin', 'tea_2');
  await expect(promptUse(stranger, stores, { id, days: 30 })).rejects.toMatchObject({ code: 'prompts.not_found' });
});
