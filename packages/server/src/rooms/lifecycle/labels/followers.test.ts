import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrompt } from '../../prompts/verbs/create-prompt.ts';
import { saveVersion } from '../../prompts/verbs/save-version.ts';
import { contentOf } from '../../prompts/world.fixture.ts';
import { openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { createRelease } from '../verbs/create-release.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { followed, labelFollowers } from './followers.ts';

let world: RegistryWorld;
let hello: { id: string; digest: string };
let other: { id: string; digest: string };
beforeAll(async () => {
  world = await openRegistryWorld();
  [hello, other] = [await prompt('hello'), await prompt('other')];
});
afterAll(() => world.close());

async function prompt(name: string): Promise<{ id: string; digest: string }> {
  const { id } = await createPrompt(world.ctx(), { name, teamId: 'tea_1', kind: 'text', folder: '', tags: [] });
  const { version } = await saveVersion(world.ctx(), { id, content: contentOf(name), message: '' });
  return { id, digest: version.digest };
}
type Slot = { slot: string; prompt: string; label?: string };
/** An agent with a release of these slots in each of these environments. */
async function deployed(slots: readonly Slot[], environments: readonly string[] = ['production']) {
  const id = await world.agent();
  const released = async (of: readonly Slot[], notes = id): Promise<string> => {
    const prompts = of.map((one) => ({
      ...one,
      ...{ version: 1, digest: ['hello', hello.id].includes(one.prompt) ? hello.digest : other.digest },
    }));
    const made = await createRelease(world.ctx(), testSeal, { id, wish: wish({ prompts, notes }), isPreview: false });
    return made.release!.id;
  };
  const deploy = (releaseId: string, environment: string, percent = 100) =>
    deployRelease(world.ctx(), { agent: id, environment }, { releaseId, percent, reason: 'because' });
  const releaseId = await released(slots);
  for (const environment of environments) await deploy(releaseId, environment);
  return { id, releaseId, released, deploy };
}
const follow = (label: string, promptId = hello.id) =>
  followed(world.state.db, { workspaceId: 'wsp_1', promptId, label });
const placesOf = async (label: string, promptId?: string) =>
  (await follow(label, promptId)).map((one) => [one.agentId, one.environment, ...one.slots]);

describe('a label is followed', () => {
  test('in each environment, in each slot that names it, by name or id of the prompt', async () => {
    const slots = [
      { slot: 'a', prompt: 'hello', label: 'live' },
      { slot: 'b', prompt: hello.id, label: 'live' },
      { slot: 'c', prompt: 'hello', label: 'calm' },
      { slot: 'd', prompt: 'hello' },
      { slot: 'e', prompt: 'other', label: 'live' },
    ];
    const { id, releaseId } = await deployed(slots, ['production', 'staging']);
    expect(await placesOf('live')).toEqual([
      [id, 'production', 'a', 'b'],
      [id, 'staging', 'a', 'b'],
    ]);
    expect(await placesOf('calm')).toEqual([
      [id, 'production', 'c'],
      [id, 'staging', 'c'],
    ]);
    expect(await placesOf('live', other.id)).toEqual([
      [id, 'production', 'e'],
      [id, 'staging', 'e'],
    ]);
    expect((await follow('live'))[0]).toMatchObject({ releaseId, hasCandidate: false, teamId: 'tea_1' });
  });

  test('not by labels that only look like it, nor by text that does', async () => {
    const { id, released, deploy } = await deployed([{ slot: 'a', prompt: 'hello', label: 'under_score' }]);
    expect(await placesOf('under-score')).toEqual([]);
    expect(await placesOf('under_score')).toEqual([[id, 'production', 'a']]);
    await deploy(await released([], '{"label":"fake"} "label":"fake"'), 'production');
    expect(await placesOf('fake')).toEqual([]);
    expect(await placesOf('under_score')).toEqual([]);
  });

  test('by a candidate too, until it is taken back', async () => {
    const { id, released, deploy } = await deployed([{ slot: 'a', prompt: 'hello' }]);
    await deploy(await released([{ slot: 'a', prompt: 'hello', label: 'trial' }]), 'production', 10);
    expect((await follow('trial')).map((one) => [one.agentId, one.slots, one.hasCandidate])).toEqual([[id, [], true]]);
    await rollBack(world.ctx(), { agent: id, environment: 'production' }, { reason: 'because' });
    expect(await follow('trial')).toEqual([]);
  });

  test('not by releases that are not deployed any more, nor in other workspaces', async () => {
    const { released, deploy } = await deployed([{ slot: 'a', prompt: 'hello', label: 'past' }]);
    expect(await placesOf('past')).toHaveLength(1);
    expect(await followed(world.state.db, { workspaceId: 'wsp_2', promptId: hello.id, label: 'past' })).toEqual([]);
    await deploy(await released([{ slot: 'a', prompt: 'hello' }]), 'production');
    expect(await placesOf('past')).toEqual([]);
  });
});

test('the prompts room is told agents and environments, within its own transaction', async () => {
  const { id } = await deployed([{ slot: 'a', prompt: 'hello', label: 'told' }]);
  const told = await world.state.transact((tx) =>
    labelFollowers(tx, world.ctx(), { promptId: hello.id, label: 'told' }),
  );
  expect(told).toEqual([{ agentId: id, environment: 'production' }]);
});

test('a prompt that is kept elsewhere has no label that could move', async () => {
  const { id } = await deployed([{ slot: 'a', prompt: 'of git', label: 'live' }]);
  expect((await follow('live')).map((one) => one.agentId)).not.toContain(id);
});
