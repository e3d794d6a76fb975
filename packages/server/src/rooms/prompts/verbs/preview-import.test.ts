import { afterAll, beforeAll, expect, test } from 'vitest';
import { getPrompt } from '../views/get-prompt.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { importPrompts } from './import-prompts.ts';
import { moveLabel } from './move-label.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const run = async (files: Record<string, string>, preview = true, by = world.ada) => {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { items } = await importPrompts(by, { teamId: 'tea_1', format: 'files', files: list, preview });
  return items.map((one) => [one.name ?? one.source, one.outcome, one.problem ?? one.labels.join(' ')]);
};
const file = (body: string, more = ''): string => `---\n${more}---\n${body}\n`;

test('a preview says what would come of each, and changes nothing', async () => {
  await world.prompt('pv same', 'as it is');
  await world.prompt('pv other', 'as it was');
  const before = (await world.events()).length;
  const files = {
    'pv new.md': file('new'),
    'pv same.md': file('as it is'),
    'pv other.md': file('anew'),
    'pv broken.md': file('{{ undeclared }}'),
    'pv yaml.md': 'no front matter',
  };
  expect(await run(files)).toEqual([
    ['pv new', 'created', ''],
    ['pv same', 'unchanged', ''],
    ['pv other', 'updated', ''],
    ['pv broken', 'failed', '"undeclared" is used and not declared in variables.'],
    ['pv yaml.md', 'failed', expect.stringContaining('It has no front matter')],
  ]);
  expect((await world.events()).length).toBe(before);
  await expect(getPrompt(world.ada, 'pv new')).rejects.toMatchObject({ code: 'prompts.not_found' });
  expect(await getPrompt(world.ada, 'pv other')).toMatchObject({ latest: 1 });
});

test('what refers to something that comes with it would come too; to nothing, would not', async () => {
  const files = { 'pv a.md': file('{% prompt "pv b@1" %}'), 'pv b.md': file('end') };
  expect(await run(files)).toEqual([
    ['pv a', 'created', ''],
    ['pv b', 'created', ''],
  ]);
  expect(await run({ 'pv a.md': files['pv a.md']! })).toEqual([['pv a', 'failed', 'There is no pv b@1.']]);
});

test('a label that would move is a change; one that stands there already is none', async () => {
  const id = await world.prompt('pv label', 'text');
  const files = { 'pv label.md': file('text', 'labels: [staging]\n') };
  expect(await run(files)).toEqual([['pv label', 'updated', 'staging']]);
  await moveLabel(world.ada, null, { id, label: 'staging', number: 1, reason: 'r' });
  expect(await run(files)).toEqual([['pv label', 'unchanged', '']]);
});

test('what it says is what then happens', async () => {
  await world.prompt('pv then', 'one');
  const files = { 'pv then.md': file('two'), 'pv after.md': file('{% prompt "pv then@2" %}'), 'pv now.md': file('x') };
  const planned = await run(files);
  const done = await run(files, false);
  expect(done).toEqual(planned);
  expect(await run(files)).toEqual(planned.map(([name]) => [name, 'unchanged', '']));
});

test('a file by itself leaves a prompt in its folder; one in a folder moves it there', async () => {
  await run({ 'deep/pv place.md': file('one') }, false);
  const folder = async () => (await getPrompt(world.ada, 'pv place')).folder;
  expect(await folder()).toBe('deep');
  await run({ 'pv place.md': file('two') }, false);
  expect(await folder()).toBe('deep');
  await run({ 'other/pv place.md': file('three') }, false);
  expect(await folder()).toBe('other');
});

test('of another team’s prompts nothing is told but that they are theirs; a viewer plans nothing', async () => {
  await world.prompt('pv theirs', 'x');
  const theirs = await importPrompts(world.person('Cy', 'prompt_engineer', 'tea_2'), {
    ...{ teamId: 'tea_2', format: 'files', preview: true },
    files: [{ path: 'pv theirs.md', text: file('mine') }],
  });
  expect(theirs.items).toMatchObject([
    { outcome: 'failed', number: null, problem: 'Another team has a prompt of this name.' },
  ]);
  await expect(run({ 'a.md': file('x') }, true, world.person('Cy', 'viewer'))).rejects.toMatchObject({
    code: 'access.denied',
  });
});
