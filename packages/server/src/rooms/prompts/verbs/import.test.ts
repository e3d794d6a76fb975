import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileFormat, ImportResult } from '../contract-files.ts';
import { exportPrompts } from '../views/export-prompts.ts';
import { getPrompt } from '../views/get-prompt.ts';
import { getVersion } from '../views/get-version.ts';
import { renderPrompt } from '../views/render-prompt.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { importPrompts } from './import-prompts.ts';
import { setReviewRule } from './set-review-rule.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const take = async (
  format: FileFormat,
  files: { [path: string]: unknown },
  by = world.ada,
): Promise<ImportResult[]> => {
  const list = Object.entries(files).map(([path, text]) => ({
    path,
    text: typeof text === 'string' ? text : JSON.stringify(text),
  }));
  return (await importPrompts(by, { teamId: 'tea_1', format, files: list })).items;
};
const outcomes = (items: readonly ImportResult[]): string[] =>
  items.map((one) => `${one.name} ${one.outcome} ${one.number ?? '-'}`);

describe('Langfuse', () => {
  const version = (name: string, number: number, prompt: string, ...labels: string[]) => ({
    ...{ name, version: number, type: 'text', prompt, labels, tags: ['imported'], config: {} },
  });
  const all = [
    version('lf/refund', 2, 'Hello {{name}}. @@@langfusePrompt:name=lf/tone|label=production@@@', 'production'),
    version('lf/refund', 1, 'Hi {{name}}'),
    version('lf/tone', 1, 'Be kind.', 'production', 'latest'),
  ];

  test('versions, labels and references come over; again, nothing changes', async () => {
    const first = await take('langfuse', { 'export.json': all });
    expect(outcomes(first)).toEqual(['lf/refund created 1', 'lf/tone created 1', 'lf/refund updated 2']);
    const rendered = await renderPrompt(world.ada, { id: 'lf/refund', at: 'production', variables: { name: 'Ada' } });
    expect(rendered).toMatchObject({ number: 2, body: 'Hello Ada. Be kind.' });
    expect(await getPrompt(world.ada, 'lf/refund')).toMatchObject({ folder: 'lf', tags: ['imported'], latest: 2 });
    const events = (await world.events()).length;
    const again = await take('langfuse', { 'export.json': all });
    expect(outcomes(again)).toEqual(['lf/refund unchanged 1', 'lf/tone unchanged 1', 'lf/refund unchanged 2']);
    expect((await world.events()).length).toBe(events);
  });

  test('a label that moved there moves here', async () => {
    const [moved] = await take('langfuse', { 'a.json': [version('lf/refund', 1, 'Hi {{name}}', 'production')] });
    expect(moved).toMatchObject({ outcome: 'updated', number: 1, labels: ['production'], problem: null });
  });

  test('what fails leaves nothing behind, holds its later versions, and lets the rest through', async () => {
    const items = await take('langfuse', {
      'a.json': [
        version('lf/broken', 1, '@@@langfusePrompt:name=lf/none|version=1@@@'),
        version('lf/broken', 2, 'fine'),
        version('lf/fine', 1, 'fine'),
      ],
      'b.json': 'not json',
    });
    expect(items.map((one) => one.outcome)).toEqual(['failed', 'created', 'failed', 'failed']);
    expect(items[0]!.problem).toBe('There is no lf/none@1.');
    expect(items[2]!.problem).toContain('An earlier version of lf/broken');
    await expect(getPrompt(world.ada, 'lf/broken')).rejects.toMatchObject({ code: 'prompts.not_found' });
  });
});

describe('files', () => {
  test('out and in again changes nothing; an edit makes a version', async () => {
    await world.prompt('ex one', 'Hello {{ who }}\n');
    await world.prompt('ex two', [{ role: 'user', content: '{{ q }}' }, { placeholder: 'history' }]);
    const files = Object.fromEntries((await exportPrompts(world.ada, {})).map(({ path, text }) => [path, text]));
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['ex one.md', 'ex two.yaml', 'lf/refund.md']));
    const back = await take('files', files);
    expect(back.map((one) => one.outcome).filter((one) => one !== 'unchanged')).toEqual([]);
    const edited = await take('files', { 'ex one.md': files['ex one.md']!.toString().replace('Hello', 'Dear') });
    expect(outcomes(edited)).toEqual(['ex one updated 2']);
    expect((await getVersion(world.ada, { id: 'ex one', at: 'latest' })).content.body).toBe('Dear {{ who }}\n');
  });

  test('a folder that refers across itself comes in whatever order', async () => {
    const items = await take('files', {
      'x/a.md': '---\n---\n{% prompt "b@1" %}',
      'x/b.md': '---\n---\n{% prompt "c@1" %}',
      'x/c.md': '---\n---\nend',
    });
    expect(items.map((one) => one.outcome)).toEqual(['created', 'created', 'created']);
    expect((await renderPrompt(world.ada, { id: 'a', at: '1', variables: {} })).body).toBe('end');
  });

  test('a label that needs a review stays, and that is told; the version is there', async () => {
    const rule = { teamId: 'tea_1', folder: 'guarded', reviewerIds: [], needed: 1, labels: ['production'] };
    await setReviewRule(world.ctx(), rule);
    const [item] = await take('files', { 'guarded/p.md': '---\nlabels: [production, staging]\n---\nx' });
    expect(item).toMatchObject({ outcome: 'created', number: 1, labels: ['staging'] });
    expect(item!.problem).toContain('1 more must approve it');
  });

  test('a prompt of another team is left alone', async () => {
    const by = world.person('Cy', 'prompt_engineer', 'tea_2');
    const files = [{ path: 'ex one.md', text: '---\n---\nmine now' }];
    const { items } = await importPrompts(by, { teamId: 'tea_2', format: 'files', files });
    expect(items).toMatchObject([{ outcome: 'failed', problem: 'Another team has a prompt of this name.' }]);
  });

  test('a viewer takes nothing in', async () => {
    await expect(take('files', { 'a.md': 'x' }, world.person('Cy', 'viewer'))).rejects.toMatchObject({
      code: 'access.denied',
    });
  });
});

test('LangSmith commits become versions', async () => {
  const commit = (hash: string, text: string) => ({
    ...{ commit_hash: hash, tags: hash === 'c2' ? ['production'] : [] },
    manifest: { lc: 1, id: ['PromptTemplate'], kwargs: { template: text, input_variables: [] } },
  });
  const file = { 'ls.json': { repo_handle: 'ls-bot', commits: [commit('c1', 'Hi {x}'), commit('c2', 'Ho {x}')] } };
  expect(outcomes(await take('langsmith', file))).toEqual(['ls-bot created 1', 'ls-bot updated 2']);
  expect(outcomes(await take('langsmith', file))).toEqual(['ls-bot unchanged 1', 'ls-bot unchanged 2']);
  const { body } = await renderPrompt(world.ada, { id: 'ls-bot', at: 'production', variables: { x: 'Ada' } });
  expect(body).toBe('Ho Ada');
});
