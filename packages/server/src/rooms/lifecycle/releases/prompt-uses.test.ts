import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import { openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { createRelease } from '../verbs/create-release.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { countPromptUses, promptUses } from './prompt-uses.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const slot = (prompt: string, version: number, name = 'system') => ({
  ...{ slot: name, prompt, version, digest: `sha256:${String(version).repeat(64).slice(0, 64)}` },
});
const released = async (id: string, prompts: ReturnType<typeof slot>[]) =>
  (await createRelease(world.ctx(), testSeal, { id, wish: wish({ prompts }), isPreview: false })).release!;
const uses = async (names: string[], by: Ctx = world.ctx()) =>
  (await promptUses(by.state.db, by, { names })).map(({ releaseId, number, servedIn }) => ({
    releaseId,
    number,
    servedIn,
  }));

test('releases that name it by any of its names, newest first, with where they are served', async () => {
  const agent = await world.agent();
  const [one, two, three] = [
    await released(agent, [slot('uses/tone', 1)]),
    await released(agent, [slot('uses/tone', 2), slot('uses/other', 1, 'other')]),
    await released(agent, [slot('uses/former', 2), slot('uses/tone', 3, 'second')]),
  ];
  const at = { agent, environment: 'production' };
  await deployRelease(world.ctx(), at, { releaseId: one.id, percent: 100, reason: 'r' });
  await deployRelease(world.ctx(), at, { releaseId: two.id, percent: 10, reason: 'r' });
  expect(await uses(['uses/tone', 'uses/former'])).toEqual([
    { releaseId: three.id, number: 2, servedIn: [] },
    { releaseId: three.id, number: 3, servedIn: [] },
    { releaseId: two.id, number: 2, servedIn: ['production'] },
    { releaseId: one.id, number: 1, servedIn: ['production'] },
  ]);
  expect(await uses(["uses/tone' or true"])).toEqual([]);
});

test('a version that no prompt can have keeps nobody from seeing the others', async () => {
  const agent = await world.agent('tea_2');
  await released(agent, [slot('uses/huge', 9_007_199_254_740_991)]);
  const { id } = await released(await world.agent(), [slot('uses/huge', 1)]);
  expect(await uses(['uses/huge'], world.person('viewer', 'tea_1'))).toMatchObject([{ releaseId: id, number: 1 }]);
  expect(await uses(['uses/huge'])).toMatchObject([{ number: 1 }, { number: 9_007_199_254_740_991 }]);
});

test('of agents that one sees, in environments that one sees', async () => {
  const agent = await world.agent('tea_2');
  const { id } = await released(agent, [slot('uses/theirs', 1)]);
  for (const environment of ['production', 'staging'])
    await deployRelease(world.ctx(), { agent, environment }, { releaseId: id, percent: 100, reason: 'r' });
  expect(await uses(['uses/theirs'], world.person('viewer', 'tea_1'))).toEqual([]);
  expect(await uses(['uses/theirs'], world.person('viewer', 'tea_2'))).toMatchObject([
    { servedIn: ['production', 'staging'] },
  ]);
  const narrow = { role: 'viewer', teamId: 'tea_2', agentId: null, environment: 'staging' } as const;
  const person = world.ctx({ kind: 'person', id: 'per_2', sessionId: 'ses_2', grants: [narrow] });
  expect(await uses(['uses/theirs'], person)).toMatchObject([{ servedIn: ['staging'] }]);
});

test('counted for many prompts at once: a release once, whichever of its names it holds; agents that one does not see are left out', async () => {
  const [mine, theirs] = [await world.agent(), await world.agent('tea_2')];
  await released(mine, [slot('counts/now', 1), slot('counts/before', 1, 'other')]);
  await released(mine, [slot('counts/now', 2)]);
  await released(theirs, [slot('counts/now', 1)]);
  const asked = [
    { promptId: 'prm_1', name: 'counts/now' },
    { promptId: 'prm_1', name: 'counts/before' },
    { promptId: 'prm_2', name: "counts/none' or true" },
  ];
  expect(await countPromptUses(world.ctx(), asked)).toEqual([{ promptId: 'prm_1', agents: 2, releases: 3 }]);
  const narrow = world.person('viewer', 'tea_1');
  expect(await countPromptUses(narrow, asked)).toEqual([{ promptId: 'prm_1', agents: 1, releases: 2 }]);
});
