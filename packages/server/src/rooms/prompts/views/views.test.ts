import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { createPrompt } from '../verbs/create-prompt.ts';
import { moveLabel } from '../verbs/move-label.ts';
import { contentOf, openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { checkPrompt } from './check-prompt.ts';
import { diffVersions } from './diff-versions.ts';
import { exportPrompts } from './export-prompts.ts';
import { getPrompt } from './get-prompt.ts';
import { getVersion } from './get-version.ts';
import { labelHistory } from './label-history.ts';
import { listFolders, listPrompts } from './list-prompts.ts';
import { promptVersion } from './prompt-version.ts';
import { renderPrompt } from './render-prompt.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const key = (teamId: string, scopes: Extract<Actor, { kind: 'key' }>['scopes']): Ctx =>
  world.ctx({ kind: 'key', id: 'key_1', teamId, agent: null, environment: null, scopes });
const namesOf = async (by: Ctx): Promise<string[]> =>
  (await listPrompts(by, { filter: { archived: 'false' }, limit: 200, after: null })).items.map((one) => one.name);

describe('who sees what', () => {
  let id = '';
  beforeAll(async () => {
    id = await world.prompt('shared', 'one', 'two');
    const other = { name: 'of the others', teamId: 'tea_2', kind: 'text', folder: '', tags: [] } as const;
    const { id: theirs } = await createPrompt(world.ctx(), other);
    await world.save(theirs, '{% prompt "shared@1" %}', world.ctx());
  });

  test('people of one team, people of all, keys of one team, keys that may not read', async () => {
    expect(await namesOf(world.ada)).toEqual(['shared']);
    expect(await namesOf(world.person('Cy', 'viewer', null))).toEqual(['of the others', 'shared']);
    expect(await namesOf(key('tea_2', ['read']))).toEqual(['of the others']);
    await expect(namesOf(key('tea_1', ['ingest']))).rejects.toMatchObject({ code: 'access.denied' });
    expect(await namesOf(world.ctx(undefined, 'wsp_2'))).toEqual([]);
  });

  test('a grant on one agent of the team is enough to read its prompts, and not to write them', async () => {
    const narrow = world.ctx({
      ...{ kind: 'person', id: 'per_Cy', sessionId: 'ses_1' },
      grants: [{ role: 'prompt_engineer', teamId: 'tea_1', agentId: 'agt_1', environment: null }],
    });
    expect(await namesOf(narrow)).toEqual(['shared']);
    await expect(world.save(id, 'x', narrow)).rejects.toMatchObject({ code: 'access.denied' });
  });

  test('who of another team refers to it is told to those who may see that', async () => {
    expect((await getPrompt(world.ada, id)).usedBy).toEqual([]);
    expect((await getPrompt(world.person('Cy', 'viewer', null), id)).usedBy).toMatchObject([{ name: 'of the others' }]);
  });

  test('every question about it is as if it were not there, for those who may not', async () => {
    const stranger = world.person('Cy', 'prompt_engineer', 'tea_2');
    for (const ask of [
      () => getPrompt(stranger, id),
      () => getVersion(stranger, { id, at: '1' }),
      () => diffVersions(stranger, { id, from: 1, to: 2 }),
      () => labelHistory(stranger, id),
      () => checkPrompt(stranger, { id, content: contentOf('x') }),
      () => promptVersion(stranger, 'shared', '1'),
      () => renderPrompt(stranger, { id, at: '1', variables: {} }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'prompts.not_found' });
    expect((await exportPrompts(stranger, {})).map((file) => file.path)).toEqual(['of the others.md']);
    expect(await listFolders(stranger)).toEqual([{ folder: '', prompts: 1 }]);
  });
});

describe('what is not there', () => {
  test('versions and labels that no prompt has', async () => {
    const id = await world.prompt('small', 'one');
    for (const at of ['2', 'production', '999999999'])
      await expect(getVersion(world.ada, { id, at })).rejects.toMatchObject({ code: 'prompts.not_found' });
    await expect(diffVersions(world.ada, { id, from: 1, to: 2 })).rejects.toMatchObject({ code: 'prompts.not_found' });
  });

  test('a prompt without versions has no newest, and is no file', async () => {
    const id = await world.prompt('bare');
    await expect(renderPrompt(world.ada, { id, at: 'latest', variables: {} })).rejects.toMatchObject({
      code: 'prompts.not_found',
    });
    expect((await exportPrompts(world.ada, {})).some((file) => file.path.startsWith('bare'))).toBe(false);
  });
});

test('who moved a label by a key has no name, and is named all the same', async () => {
  const id = await world.prompt('by key', 'one');
  await moveLabel(key('tea_1', ['read', 'write']), null, { id, label: 'live', number: 1, reason: 'CI' });
  expect((await labelHistory(world.ada, id)).items).toMatchObject([{ movedBy: 'key_1', movedByName: null }]);
});

test('a check of a prompt knows it by itself: it may not refer to itself', async () => {
  const id = await world.prompt('itself', 'one');
  const { issues, references } = await checkPrompt(world.ada, { id, content: contentOf('{% prompt "itself@1" %}') });
  expect(issues.map((one) => one.code)).toEqual(['reference_cycle']);
  expect(references).toEqual([{ name: 'itself', at: '1' }]);
});

test('two hundred and five prompts are listed and taken out whole', async () => {
  for (let n = 0; n < 205; n++) {
    const name = `bulk ${String(n).padStart(3, '0')}`;
    const { id } = await createPrompt(world.ada, { name, teamId: 'tea_1', kind: 'text', folder: 'bulk', tags: [] });
    if (n % 50 === 0) await world.save(id, `text ${n}`);
  }
  const filter = { archived: 'false', folder: 'bulk' } as const;
  const first = await listPrompts(world.ada, { filter, limit: 200, after: null });
  const second = await listPrompts(world.ada, { filter, limit: 200, after: first.next });
  expect([first.items.length, second.items.length, second.next]).toEqual([200, 5, null]);
  expect(await exportPrompts(world.ada, { folder: 'bulk' })).toHaveLength(5);
});
