import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FollowersOf } from '../followers.ts';
import { renderContent } from '../templates/render.ts';
import { getPrompt } from '../views/get-prompt.ts';
import { labelHistory } from '../views/label-history.ts';
import { promptVersion } from '../views/prompt-version.ts';
import { renderPrompt } from '../views/render-prompt.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { archivePrompt } from './archive-prompt.ts';
import { changePrompt } from './change-prompt.ts';
import { moveLabel } from './move-label.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const move = (id: string, label: string, number: number | null, followers: FollowersOf | null = null) =>
  moveLabel(world.ada, followers, { id, label, number, reason: 'because' });
const labelsOf = async (id: string) =>
  (await getPrompt(world.ada, id)).labels.map(({ label, number }) => `${label} ${number}`);

describe('moving', () => {
  test('there, on and away, with history and events; the same again is nothing', async () => {
    const id = await world.prompt('moved', 'one', 'two');
    await move(id, 'production', 1);
    await move(id, 'production', 1);
    await move(id, 'production', 2);
    await move(id, 'staging', 2);
    expect(await labelsOf(id)).toEqual(['production 2', 'staging 2']);
    await move(id, 'production', null);
    await move(id, 'production', null);
    expect(await labelsOf(id)).toEqual(['staging 2']);
    const { items } = await labelHistory(world.ada, id);
    expect(items.map(({ label, from, to }) => [label, from, to])).toEqual([
      ['production', 2, null],
      ['staging', null, 2],
      ['production', 1, 2],
      ['production', null, 1],
    ]);
    expect(items[0]).toMatchObject({ reason: 'because', movedBy: 'per_Ada', movedByName: 'Ada' });
    const moves = (await world.events(id)).filter((one) => one.type === 'prompt.label_moved');
    expect(moves.map((one) => (one.payload as { after: number | null }).after)).toEqual([1, 2, 2, null]);
  });

  test('to a version that is not there it does not', async () => {
    const id = await world.prompt('short', 'one');
    await expect(move(id, 'production', 2)).rejects.toMatchObject({ code: 'prompts.not_found' });
    expect(await labelsOf(id)).toEqual([]);
  });

  test('a release manager may, a viewer and another team may not', async () => {
    const id = await world.prompt('rights', 'one');
    const by = (role: 'release_manager' | 'viewer', team = 'tea_1') =>
      moveLabel(world.person('Cy', role, team), null, { id, label: 'staging', number: 1, reason: 'r' });
    await expect(by('viewer')).rejects.toMatchObject({ code: 'access.denied' });
    await expect(by('release_manager', 'tea_2')).rejects.toMatchObject({ code: 'prompts.not_found' });
    await by('release_manager');
    expect(await labelsOf(id)).toEqual(['staging 1']);
  });
});

describe('labels that deployed agents follow', () => {
  test('are not moved here, nor archived from under them; those that nobody follows are', async () => {
    const id = await world.prompt('followed', 'one', 'two');
    await move(id, 'production', 1);
    const asked: unknown[] = [];
    const followers: FollowersOf = async (tx, ctx, at) => {
      asked.push([ctx.workspaceId, at, typeof tx.selectFrom]);
      return at.label === 'production' ? [{ agentId: 'agt_1', environment: 'production' }] : [];
    };
    await expect(move(id, 'production', 2, followers)).rejects.toMatchObject({
      ...{ code: 'prompts.label_followed', params: { label: 'production', agent: 'agt_1' } },
    });
    expect(asked).toEqual([['wsp_1', { promptId: id, label: 'production' }, 'function']]);
    await expect(archivePrompt(world.ada, followers, { id, reason: 'r' })).rejects.toMatchObject({
      code: 'prompts.label_followed',
    });
    await move(id, 'staging', 2, followers);
    expect(await labelsOf(id)).toEqual(['production 1', 'staging 2']);
  });
});

describe('what refers to a label', () => {
  test('holds it where the move would make a circle, take it away, or ask for more variables', async () => {
    const tone = await world.prompt('tone', 'Be kind.', 'Be {{ mood }}.');
    await move(tone, 'production', 1);
    const caller = await world.prompt('caller', '{% prompt "tone@production" %} Hello.');
    await expect(move(tone, 'production', null)).rejects.toMatchObject({ code: 'prompts.reference_would_break' });
    await expect(move(tone, 'production', 2)).rejects.toMatchObject({
      code: 'prompts.reference_would_break',
      params: { what: 'caller 1: "mood" is used by a prompt it refers to and not declared in variables.' },
    });
    await world.save(caller, 'Hello.');
    await move(caller, 'staging', 2);
    await world.save(tone, '{% prompt "caller@staging" %}');
    await expect(move(caller, 'staging', 1)).rejects.toMatchObject({
      code: 'prompts.reference_would_break',
      params: { what: expect.stringContaining('lead back') as string },
    });
    expect(await labelsOf(tone)).toEqual(['production 1']);
  });

  test('through others too', async () => {
    const low = await world.prompt('low', 'Low.', 'Low {{ x }}.');
    await move(low, 'production', 1);
    await world.prompt('middle', '{% prompt "low@production" %}');
    await world.prompt('high', '{% prompt "middle@1" %}');
    await expect(move(low, 'production', 2)).rejects.toMatchObject({
      params: { what: expect.stringContaining('high 1:') as string },
    });
  });

  test('holds nothing once nobody uses it any more', async () => {
    const base = await world.prompt('base', 'Base.', 'Base {{ x }}.');
    await move(base, 'production', 1);
    const user = await world.prompt('user', '{% prompt "base@production" %}');
    await world.save(user, 'On its own.');
    await move(base, 'production', 2);
    expect(await labelsOf(base)).toEqual(['production 2']);
  });
});

test('a label that moves while somebody refers to it: one of the two is refused, never neither', async () => {
  for (let round = 0; round < 10; round++) {
    const low = await world.prompt(`race low ${round}`, 'Low.', 'Low {{ x }}.');
    await move(low, 'production', 1);
    const high = await world.prompt(`race high ${round}`);
    const [moved, saved] = await Promise.allSettled([
      move(low, 'production', 2),
      world.save(high, `{% prompt "race low ${round}@production" %}`),
    ]);
    expect([moved.status, saved.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  }
});

describe('reading at a label', () => {
  test('follows it as it moves, references too; a number stays, a former name works', async () => {
    const voice = await world.prompt('voice', 'Softly.', 'Loudly.');
    await move(voice, 'production', 1);
    const id = await world.prompt('speaker', '{{ name }}: {% prompt "voice@production" %}');
    const body = async () => (await renderPrompt(world.ada, { id, at: 'latest', variables: { name: 'Ada' } })).body;
    expect(await body()).toBe('Ada: Softly.');
    await changePrompt(world.ada, { id: voice, name: 'voice of all' });
    await move(voice, 'production', 2);
    expect(await body()).toBe('Ada: Loudly.');
    expect(await promptVersion(world.ada, 'voice', '1')).toMatchObject({ name: 'voice of all', number: 1 });
    expect((await promptVersion(world.ada, 'voice', 'production')).content.body).toBe('Loudly.');
    await expect(promptVersion(world.ada, 'voice', 'canary')).rejects.toMatchObject({ code: 'prompts.not_found' });
    expect((await getPrompt(world.ada, voice)).usedBy).toEqual([
      { promptId: id, name: 'speaker', number: 1, at: 'production' },
    ]);
  });

  test('what a release keeps renders the same after every label has moved', async () => {
    const low = await world.prompt('pin low', 'Low 1.', 'Low 2.');
    await move(low, 'production', 1);
    await world.prompt('pin mid', 'Mid, {% prompt "pin low@production" %}');
    const id = await world.prompt('pin top', '{% prompt "pin mid@latest" %} {{ name }}');
    const kept = await promptVersion(world.ada, id, '1');
    expect(kept.reached).toMatchObject([
      { reference: 'pin mid@latest', name: 'pin mid', number: 1, digest: expect.stringContaining('sha256:') as string },
      { reference: 'pin low@production', promptId: low, number: 1, text: 'Low 1.' },
    ]);
    await move(low, 'production', 2);
    const sources = new Map(kept.reached.map((one) => [one.reference, one.text]));
    expect(renderContent(kept.content, sources, { name: 'Ada' })).toBe('Mid, Low 1. Ada');
    const now = await renderPrompt(world.ada, { id, at: '1', variables: { name: 'Ada' } });
    expect(now.body).toBe('Mid, Low 2. Ada');
  });
});
