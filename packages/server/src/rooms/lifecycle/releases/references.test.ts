import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf } from '../../prompts/world.fixture.ts';
import { createPrompt } from '../../prompts/verbs/create-prompt.ts';
import { moveLabel } from '../../prompts/verbs/move-label.ts';
import { saveVersion } from '../../prompts/verbs/save-version.ts';
import { withPrompts } from '../delivery/read-prompts.ts';
import type { Delivered } from '../delivery/snapshot.ts';
import { diffManifests } from '../model/release/diff.ts';
import { openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { createRelease } from '../verbs/create-release.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { moveFollowedLabel } from '../verbs/move-followed-label.ts';
import { pinnedPrompts } from './prompts.ts';

/* `system` leads to `tone@live`, and that to `end@1`. */
let world: RegistryWorld;
const digests: Record<string, string[]> = { end: [], tone: [], system: [] };
beforeAll(async () => {
  world = await openRegistryWorld();
  await save('end', 'Bye.');
  await save('tone', 'Be kind.{% prompt "end@1" %}');
  await save('tone', 'Be brief.');
  await point('tone', 'live', 1);
  await save('system', 'You help. {% prompt "tone@live" %}');
  await save('system', 'You help.');
  await save('system', 'You help more. {% prompt "tone@live" %}');
  await point('system', 'production', 1);
});
afterAll(() => world.close());

const ids = new Map<string, string>();
async function save(name: string, body: string): Promise<void> {
  const ada = world.person('prompt_engineer');
  if (!ids.has(name)) {
    const made = await createPrompt(ada, { name, teamId: 'tea_1', kind: 'text', folder: '', tags: [] });
    ids.set(name, made.id);
  }
  const { version } = await saveVersion(ada, { id: ids.get(name)!, content: contentOf(body), message: '' });
  digests[name]!.push(version.digest);
}
const point = (id: string, label: string, number: number): Promise<void> =>
  moveLabel(world.person('prompt_engineer'), null, { id, label, number, reason: 'r' });

const pinned = (prompt: string, version: number) => ({ prompt, version, digest: digests[prompt]![version - 1]! });
const slot = (version: number) => ({ slot: 'system', ...pinned('system', version) });
const kind = [
  { reference: 'end@1', ...pinned('end', 1) },
  { reference: 'tone@live', ...pinned('tone', 1) },
];
/** What agents are handed of a release with this prompt. */
async function handed(prompts: Delivered['manifest']['prompts']) {
  const release = { id: 'rel_1', version: '1.0.0', digest: '', prompts: [], manifest: wish({ prompts }).manifest };
  const { state, clock } = world.ctx();
  const found = await withPrompts({ state, clock, workspaceId: 'wsp_1' }, new Map([['rel_1', release]]), new Map());
  return found.get('rel_1')!.prompts[0]!;
}

test('a release pins every text that its prompts lead to, and goes on with them when a label moves', async () => {
  kind[0]!.digest = digests['end']![0]!;
  kind[1]!.digest = digests['tone']![0]!;
  const [before] = await pinnedPrompts(world.ctx(), [slot(1)]);
  expect(before).toEqual({ ...slot(1), references: kind });
  expect((await pinnedPrompts(world.ctx(), [slot(2)]))[0]).toEqual(slot(2));
  const texts = { 'tone@live': 'Be kind.{% prompt "end@1" %}', 'end@1': 'Bye.' };
  expect(await handed([before!])).toMatchObject({ content: { body: expect.stringContaining('You help.') }, texts });
  await point('tone', 'live', 2);
  expect((await handed([before!])).texts).toEqual(texts);
  const [after] = await pinnedPrompts(world.ctx(), [slot(1)]);
  expect(after!.references).toEqual([{ reference: 'tone@live', ...pinned('tone', 2) }]);
  expect((await handed([after!])).texts).toEqual({ 'tone@live': 'Be brief.' });
  const manifests = [before!, after!].map((one) => wish({ prompts: [one] }).manifest) as [never, never];
  expect(diffManifests(...manifests).map((one) => one.sentence)).toEqual([
    'Prompt `system`: `end@1` 1 → none, `tone@live` 1 → 2',
  ]);
  await point('tone', 'live', 1);
});

test('what was made before that was done has its texts as labels stand now; what leads nowhere has none', async () => {
  expect((await handed([slot(1)])).texts).toMatchObject({ 'end@1': 'Bye.' });
  expect(await handed([slot(2)])).not.toHaveProperty('texts');
});

test('a text that is not kept under its digest is not handed out as if it were', async () => {
  const references = [kind[0]!, { ...kind[1]!, digest: `sha256:${'0'.repeat(64)}` }];
  expect((await handed([{ ...slot(1), references }])).texts).toEqual({ 'end@1': 'Bye.' });
});

test('by the API too: the same text with another one behind it is another release', async () => {
  const id = await world.agent();
  const release = async (isPreview = false) =>
    createRelease(world.ctx(), testSeal, { id, wish: wish({ prompts: [slot(1)] }), isPreview });
  const first = await release();
  expect(first.release!.manifest.prompts![0]!.references).toHaveLength(2);
  expect(await release()).toMatchObject({ isNew: false, digest: first.digest });
  await point('tone', 'live', 2);
  expect(await release(true)).toMatchObject({ isNew: true });
  await point('tone', 'live', 1);
});

test('a label that moves takes the references of the version that it stands for then', async () => {
  const id = await world.agent();
  const prompts = [{ ...slot(1), label: 'production' }];
  const made = await createRelease(world.ctx(), testSeal, { id, wish: wish({ prompts }), isPreview: false });
  const body = { releaseId: made.release!.id, percent: 100, reason: 'because' };
  await deployRelease(world.ctx(), { agent: id, environment: 'production' }, body);
  const move = (number: number) =>
    moveFollowedLabel(world.ctx(), testSeal, {
      ...{ prompt: 'system', label: 'production', number, reason: 'better' },
      isPreview: false,
    } as Parameters<typeof moveFollowedLabel>[2]);
  const served = async () => {
    const rows = world.state.db.selectFrom('releases' as never).select('manifest' as never);
    const all = (await rows.execute()) as unknown as { manifest: string }[];
    return all.map(({ manifest }) => JSON.parse(manifest) as Delivered['manifest']);
  };
  expect(await move(2)).toMatchObject({ state: 'moved' });
  expect((await served()).map((one) => one.prompts?.[0])).toContainEqual({ ...slot(2), label: 'production' });
  expect(await move(3)).toMatchObject({ state: 'moved' });
  expect((await served()).map((one) => one.prompts?.[0])).toContainEqual({
    ...{ ...slot(3), label: 'production', references: kind },
  });
});
