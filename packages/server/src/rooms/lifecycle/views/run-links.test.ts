import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import { createPrompt } from '../../prompts/verbs/create-prompt.ts';
import { saveVersion } from '../../prompts/verbs/save-version.ts';
import { contentOf } from '../../prompts/world.fixture.ts';
import { openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { createRelease } from '../verbs/create-release.ts';
import { runLinks } from './run-links.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const released = async (id: string, notes: string) =>
  (await createRelease(world.ctx(), testSeal, { id, wish: wish({ notes }), isPreview: false })).release!;
const names = (more: object = {}) => ({ teamId: 'tea_1', agent: 'links', release: '', prompts: [], ...more });
const ask = (more: object, by: Ctx = world.ctx()) => runLinks(by, names(more));

test('the release is found by its digest, with and without what names the hash', async () => {
  const agentId = await world.agent('tea_1', 'links');
  const { id, version, digest } = await released(agentId, 'one');
  for (const release of [digest, `sha256:${digest}`])
    expect((await ask({ release })).release).toEqual({ id, agentId, version });
  expect((await ask({ release: digest }, world.person('viewer'))).release).toMatchObject({ id });
});

test('of two agents made of the same parts, the one that ran', async () => {
  const [one, other] = [await world.agent('tea_1', 'same one'), await world.agent('tea_1', 'same other')];
  const { digest } = await released(one, 'same');
  const second = await released(other, 'same');
  expect(second.digest).toBe(digest);
  expect((await ask({ release: digest, agent: 'same other' })).release).toMatchObject({ id: second.id });
  expect((await ask({ release: digest, agent: 'neither' })).release).toBeNull();
});

test('nothing is told of what is unknown, another team’s, or no digest', async () => {
  const agentId = await world.agent('tea_2', 'theirs');
  const { digest } = await released(agentId, 'theirs');
  expect((await ask({ release: digest, teamId: 'tea_2', agent: 'theirs' })).release).toMatchObject({ agentId });
  const viewer = world.person('viewer', 'tea_1');
  expect((await ask({ release: digest, teamId: 'tea_2', agent: 'theirs' }, viewer)).release).toBeNull();
  expect((await ask({ release: digest })).release).toBeNull();
  for (const release of ['', '1.2.3', 'observed·ab12', 'f'.repeat(64)])
    expect((await ask({ release })).release).toBeNull();
});

test('prompts by present and former name; versions only where they are there', async () => {
  const wishOf = { name: 'links/tone', teamId: 'tea_1', kind: 'text' as const, folder: '', tags: [] };
  const { id: promptId } = await createPrompt(world.ctx(), wishOf);
  await saveVersion(world.ctx(), { id: promptId, content: contentOf('Be kind.'), message: '' });
  const prompts = [
    { name: 'links/tone', version: '1' },
    { name: 'links/tone', version: '2' },
    { name: 'links/tone', version: null },
    { name: 'elsewhere', version: 'v7' },
  ];
  expect((await ask({ prompts })).prompts).toEqual([
    { ...prompts[0], promptId, number: 1 },
    { ...prompts[1], promptId, number: null },
    { ...prompts[2], promptId, number: null },
    { ...prompts[3], promptId: null, number: null },
  ]);
  const foreign = world.person('viewer', 'tea_2');
  expect((await ask({ prompts: prompts.slice(0, 1) }, foreign)).prompts[0]).toMatchObject({ promptId: null });
});
