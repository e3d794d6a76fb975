import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPrompt } from '../views/get-prompt.ts';
import { getVersion } from '../views/get-version.ts';
import { contentOf, openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { archivePrompt } from './archive-prompt.ts';
import { changePrompt } from './change-prompt.ts';
import { createPrompt } from './create-prompt.ts';
import { discardDraft } from './discard-draft.ts';
import { restorePrompt } from './restore-prompt.ts';
import { saveDraft } from './save-draft.ts';
import { saveVersion } from './save-version.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const typesOf = async (id: string): Promise<string[]> => (await world.events(id)).map((one) => one.type);

describe('saving', () => {
  test('versions are numbered, kept as they were, and each is in the ledger', async () => {
    const id = await world.prompt('numbered', 'Hello {{ who }}', 'Hello dear {{ who }}');
    expect((await getVersion(world.ada, { id, at: '1' })).content.body).toBe('Hello {{ who }}');
    expect(await getVersion(world.ada, { id, at: 'latest' })).toMatchObject({
      ...{ number: 2, authorName: 'Ada', content: { body: 'Hello dear {{ who }}' }, estimatedTokens: 5 },
    });
    expect(await typesOf(id)).toEqual(['prompt.created', 'prompt.version_saved', 'prompt.version_saved']);
    const [, , last] = await world.events(id);
    expect(last).toMatchObject({ actor: 'per_Ada', payload: { teamId: 'tea_1', number: 2, reviewsVoided: 0 } });
  });

  test('the newest again is not saved; an older one is', async () => {
    const id = await world.prompt('again', 'one', 'two');
    expect(await world.save(id, 'two')).toMatchObject({ saved: false, version: { number: 2 } });
    expect(await world.save(id, 'one')).toMatchObject({ saved: true, version: { number: 3 } });
    expect(await typesOf(id)).toHaveLength(4);
  });

  test('errors stand in the way, warnings are handed back', async () => {
    const id = await world.prompt('checked');
    const bad = contentOf('Hi {{ a }}', { variables: { type: 'object', properties: {} } });
    await expect(saveVersion(world.ada, { id, content: bad, message: '' })).rejects.toMatchObject({
      code: 'prompts.invalid',
      fields: [{ path: 'body:1', message: '"a" is used and not declared in variables.' }],
    });
    expect((await getPrompt(world.ada, id)).latest).toBeNull();
    const spare = contentOf('Hi', { variables: { type: 'object', properties: { a: {} } } });
    const { warnings } = await saveVersion(world.ada, { id, content: spare, message: '' });
    expect(warnings.map((one) => one.code)).toEqual(['variable_unused']);
  });

  test('who began from an older version meets a conflict, and loses nothing', async () => {
    const id = await world.prompt('conflict', 'one', 'two');
    const content = contentOf('mine');
    await expect(saveVersion(world.ada, { id, content, message: '', base: 1 })).rejects.toMatchObject({
      code: 'prompts.version_conflict',
    });
    expect(await saveVersion(world.ada, { id, content, message: '', base: 2 })).toMatchObject({ saved: true });
    // Sent again, since the answer was lost.
    expect(await saveVersion(world.ada, { id, content, message: '', base: 2 })).toMatchObject({ saved: false });
  });

  test('ten at once get ten numbers', async () => {
    const id = await world.prompt('at once');
    const saved = await Promise.all([...Array(10).keys()].map((n) => world.save(id, `text ${n}`)));
    expect(saved.map((one) => one.version.number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('a chat does not go into a text prompt', async () => {
    const id = await world.prompt('kinds');
    await expect(world.save(id, [{ role: 'user', content: 'x' }])).rejects.toMatchObject({ code: 'prompts.invalid' });
  });
});

describe('names', () => {
  test('a name is taken once, also by two at once, and a former one too', async () => {
    const id = await world.prompt('first name', 'x');
    const twice = { name: 'first name', teamId: 'tea_1', kind: 'text', folder: '', tags: [] } as const;
    await expect(createPrompt(world.ada, twice)).rejects.toMatchObject({ code: 'prompts.name_taken' });
    await changePrompt(world.ada, { id, name: 'second name', folder: 'a/b', tags: ['b', 'a', 'b'] });
    await expect(createPrompt(world.ada, twice)).rejects.toMatchObject({ code: 'prompts.name_taken' });
    expect(await getPrompt(world.ada, 'first name')).toMatchObject({ id, name: 'second name', tags: ['a', 'b'] });
    const both = ['r1', 'r1'].map((name) => createPrompt(world.ada, { ...twice, name }));
    expect((await Promise.allSettled(both)).map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await changePrompt(world.ada, { id, name: 'first name' })).name).toBe('first name');
  });

  test('what does not change anything leaves no event', async () => {
    const id = await world.prompt('still');
    await changePrompt(world.ada, { id, name: 'still', tags: [] });
    expect(await typesOf(id)).toEqual(['prompt.created']);
  });

  test('a team of another workspace is not there', async () => {
    const input = { name: 'foreign', teamId: 'tea_9', kind: 'text', folder: '', tags: [] } as const;
    await expect(createPrompt(world.ctx(), input)).rejects.toMatchObject({ code: 'prompts.not_found' });
  });
});

describe('drafts', () => {
  test('one for each person, told once, gone with the version that comes of it', async () => {
    const id = await world.prompt('drafted', 'one');
    await saveDraft(world.ada, { id, base: 1, content: contentOf('{{ unfinished') });
    await saveDraft(world.ada, { id, base: 1, content: contentOf('better') });
    await saveDraft(world.ben, { id, base: 1, content: contentOf('other') });
    expect((await getPrompt(world.ada, id)).draft).toMatchObject({ base: 1, content: { body: 'better' } });
    await world.save(id, 'better');
    expect((await getPrompt(world.ada, id)).draft).toBeNull();
    expect((await getPrompt(world.ben, id)).draft).toMatchObject({ content: { body: 'other' } });
    await discardDraft(world.ben, { id });
    await discardDraft(world.ben, { id });
    const drafts = (await typesOf(id)).filter((type) => type.includes('draft'));
    expect(drafts).toEqual(['prompt.draft_begun', 'prompt.draft_begun', 'prompt.draft_discarded']);
  });
});

describe('the archive', () => {
  test('what is put away cannot be changed, can be read, and comes back', async () => {
    const id = await world.prompt('old', 'text');
    await archivePrompt(world.ada, null, { id, reason: 'not used' });
    await expect(world.save(id, 'new')).rejects.toMatchObject({ code: 'prompts.archived' });
    expect((await getVersion(world.ada, { id, at: '1' })).content.body).toBe('text');
    await restorePrompt(world.ada, { id });
    expect(await world.save(id, 'new')).toMatchObject({ saved: true });
  });

  test('what others refer to stays', async () => {
    const id = await world.prompt('needed', 'Be kind.');
    await world.prompt('needing', '{% prompt "needed@1" %}');
    await expect(archivePrompt(world.ada, null, { id, reason: 'x' })).rejects.toMatchObject({
      code: 'prompts.reference_would_break',
    });
  });
});

describe('who may', () => {
  test('another team sees nothing, a viewer changes nothing, another workspace is a wall', async () => {
    const id = await world.prompt('guarded', 'x');
    const stranger = world.person('Cy', 'prompt_engineer', 'tea_2');
    await expect(getPrompt(stranger, id)).rejects.toMatchObject({ code: 'prompts.not_found' });
    await expect(world.save(id, 'y', stranger)).rejects.toMatchObject({ code: 'prompts.not_found' });
    const viewer = world.person('Cy', 'viewer');
    expect((await getPrompt(viewer, id)).name).toBe('guarded');
    await expect(world.save(id, 'y', viewer)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(getPrompt(world.ctx(undefined, 'wsp_2'), 'guarded')).rejects.toMatchObject({
      code: 'prompts.not_found',
    });
  });
});
