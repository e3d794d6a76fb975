import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf } from '../../prompts/world.fixture.ts';
import { createPrompt } from '../../prompts/verbs/create-prompt.ts';
import { moveLabel } from '../../prompts/verbs/move-label.ts';
import { saveVersion } from '../../prompts/verbs/save-version.ts';
import { AgentFile } from '../contract-apply.ts';
import { hash } from '../model/release/samples.fixture.ts';
import { codeOf, openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { pinnedPrompts } from './prompts.ts';
import { testSeal } from '../routes.fixture.ts';
import { applyAgent } from '../verbs/apply-agent.ts';
import { createRelease } from '../verbs/create-release.ts';

let world: RegistryWorld;
let digests: string[];
beforeAll(async () => {
  world = await openRegistryWorld();
  const ada = world.person('prompt_engineer');
  const { id } = await createPrompt(ada, { name: 'greeting', teamId: 'tea_1', kind: 'text', folder: '', tags: [] });
  const save = async (body: string): Promise<string> =>
    (await saveVersion(ada, { id, content: contentOf(body), message: '' })).version.digest;
  digests = [await save('Hello'), await save('Good day')];
  await point(1);
});
afterAll(() => world.close());

/** What `production` stands for from now on. */
const point = (number: number): Promise<void> =>
  moveLabel(world.person('prompt_engineer'), null, { id: 'greeting', label: 'production', number, reason: 'r' });
const one = (version: number | string, digest?: string) => ({ slot: 'system', prompt: 'greeting', version, digest });
const pin = async (...given: Parameters<typeof one>) => (await pinnedPrompts(world.ctx(), [one(...given)]))[0];

test('by number, label or latest, a prompt is pinned to number and digest', async () => {
  const first = { slot: 'system', prompt: 'greeting', version: 1, digest: digests[0] };
  expect(await pin(1)).toEqual(first);
  expect(await pin(1, digests[0])).toEqual(first);
  expect(await pin('1')).toEqual(first);
  expect(await pin('production')).toEqual({ ...first, label: 'production' });
  expect(await pin('latest')).toEqual({ ...first, version: 2, digest: digests[1] });
});

test('a digest that is not of that version is refused; one that is kept elsewhere is taken at its word', async () => {
  expect(await codeOf(pin(1, digests[1]))).toBe('lifecycle.prompt_differs');
  const elsewhere = { slot: 's', prompt: 'of git', version: 7, digest: `sha256:${hash('7')}` };
  expect(await pinnedPrompts(world.ctx(), [elsewhere])).toEqual([elsewhere]);
});

test.each([
  [{ slot: 's', prompt: 'of git', version: 7 }],
  [{ slot: 's', prompt: 'of git', version: 'production', digest: `sha256:${hash('7')}` }],
  [{ slot: 's', prompt: 'greeting', version: 'staging' }],
  [{ slot: 's', prompt: 'greeting', version: 9 }],
])('%j stands for nothing', async (prompt) => {
  expect(await codeOf(pinnedPrompts(world.ctx(), [prompt]))).toBe('prompts.not_found');
});

test('a prompt that one may not see is not there', async () => {
  const stranger = world.person('prompt_engineer', 'tea_2');
  expect(await codeOf(pinnedPrompts(stranger, [one(1)]))).toBe('prompts.not_found');
  expect(await codeOf(pinnedPrompts(world.key(), [one(1)]))).toBe('access.denied');
});

test('a file may follow a label: the release is made of the version it stands for when it is applied', async () => {
  const file = AgentFile.parse({
    ...{ apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: 'greeter' } },
    release: { why: 'x', manifest: { prompts: [one('production')] } },
  });
  const key = world.key({ scopes: ['read', 'write'] });
  const apply = (isPreview = false) => applyAgent(key, testSeal, { file, isPreview });
  expect((await apply()).release).toMatchObject({ version: '1.0.0', isNew: true });
  await point(2);
  expect((await apply(true)).release).toMatchObject({
    ...{ version: '1.1.0', isNew: true },
    changes: [{ sentence: 'Prompt `system`: version 1 → 2' }],
  });
});

test('a release by the API does not claim another text either', async () => {
  const id = await world.agent();
  const prompts = [{ slot: 'system', prompt: 'greeting', version: 1, digest: `sha256:${hash('0')}` }];
  const made = createRelease(world.person('prompt_engineer'), testSeal, {
    id,
    wish: wish({ prompts }),
    isPreview: false,
  });
  expect(await codeOf(made)).toBe('lifecycle.prompt_differs');
});
