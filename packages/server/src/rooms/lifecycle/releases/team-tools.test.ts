import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { createRelease } from '../verbs/create-release.ts';
import { describeAgent } from '../verbs/describe-agent.ts';
import { teamTools } from './team-tools.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const released = (id: string, ...names: string[]) => {
  const tools = names.map((name) => ({ name, schemaHash: 'a'.repeat(64) }));
  return createRelease(world.ctx(), testSeal, { id, wish: wish({ tools }), isPreview: false });
};

test('tools of the newest release of each agent of the team, and of what agents are described with', async () => {
  expect(await teamTools(world.ctx(), 'tea_1')).toBeNull();
  const [one, other, theirs] = [await world.agent(), await world.agent(), await world.agent('tea_2')];
  expect(await teamTools(world.ctx(), 'tea_1')).toBeNull();
  await released(one, 'search', 'gone');
  await released(one, 'search', 'refund');
  await released(theirs, 'theirs');
  await describeAgent(world.ctx(), { id: other, expected: 0, profile: { tools: ['mail'] } });
  expect([...(await teamTools(world.person('viewer'), 'tea_1'))!].toSorted()).toEqual(['mail', 'refund', 'search']);
});

test('who does not see the team’s prompts is not told', async () => {
  await expect(teamTools(world.person('viewer', 'tea_2'), 'tea_1')).rejects.toMatchObject({ code: 'access.denied' });
});
