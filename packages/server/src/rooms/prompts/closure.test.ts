import { afterAll, beforeAll, expect, test } from 'vitest';
import { closureOf, numberOf, referencesIn, sourcesOf } from './closure.ts';
import { brokenBy } from './dependents.ts';
import { promptDb } from './tables.ts';
import { changePrompt } from './verbs/change-prompt.ts';
import { moveLabel } from './verbs/move-label.ts';
import { openPromptWorld, type PromptWorld } from './world.fixture.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const db = () => promptDb(world.state.db);
const ref = (name: string, at: string) => ({ name, at });

test('everything that can be reached, each once, by number, label and newest', async () => {
  const end = await world.prompt('end', 'End 1', 'End 2');
  await moveLabel(world.ada, null, { id: end, label: 'stable', number: 1, reason: 'r' });
  await world.prompt('mid', '{% prompt "end@stable" %}{% prompt "end@latest" %}');
  const closure = await closureOf(db(), 'wsp_1', [ref('mid', '1'), ref('end', '2'), ref('gone', '1'), ref('mid', '9')]);
  expect([...sourcesOf(closure)].toSorted()).toEqual([
    ['end@2', 'End 2'],
    ['end@latest', 'End 2'],
    ['end@stable', 'End 1'],
    ['mid@1', '{% prompt "end@stable" %}{% prompt "end@latest" %}'],
  ]);
  expect(closure.missing).toEqual([ref('gone', '1'), ref('mid', '9')]);
  expect(closure.tooMany).toBe(false);
});

test('as if a label stood elsewhere, or nowhere', async () => {
  const id = await world.prompt('moved', 'one', 'two');
  await moveLabel(world.ada, null, { id, label: 'live', number: 1, reason: 'r' });
  const at = async (number: number | null) =>
    sourcesOf(await closureOf(db(), 'wsp_1', [ref('moved', 'live')], { promptId: id, label: 'live', number })).get(
      'moved@live',
    );
  expect([await at(1), await at(2), await at(null)]).toEqual(['one', 'two', undefined]);
});

test('a former name leads to the same prompt', async () => {
  const id = await world.prompt('before', 'text');
  await changePrompt(world.ada, { id, name: 'after' });
  const { found } = await closureOf(db(), 'wsp_1', [ref('before', '1'), ref('after', '1')]);
  expect([...found.values()].map((one) => one.id)).toEqual([`${id}#1`, `${id}#1`]);
});

test('chats have no text to stand for them', async () => {
  await world.prompt('talk', [{ role: 'user', content: 'x' }]);
  expect(sourcesOf(await closureOf(db(), 'wsp_1', [ref('talk', '1')])).size).toBe(0);
});

test('references in all messages, also in one that cannot be read to its end', () => {
  const body = [
    { role: 'user' as const, content: '{% prompt "a@1" %}' },
    { placeholder: 'history' },
    { role: 'user' as const, content: '{% prompt "b@x" %}{% prompt "a@1" %}{% broken %}' },
  ];
  expect(referencesIn(body)).toEqual([ref('a', '1'), ref('b', 'x')]);
});

test('a number is itself, a label is looked up', async () => {
  const id = await world.prompt('numbers', 'x');
  const prompt = { id, latest: 1 };
  expect(await numberOf(db(), prompt, '7')).toBe(7);
  expect(await numberOf(db(), prompt, 'latest')).toBe(1);
  expect(await numberOf(db(), prompt, 'none')).toBeNull();
  expect(await numberOf(db(), { id, latest: null }, 'latest')).toBeNull();
});

test('what was broken before a move does not hold it', async () => {
  const id = await world.prompt('held', 'one', 'two');
  await moveLabel(world.ada, null, { id, label: 'live', number: 1, reason: 'r' });
  await world.prompt('user of held', '{% prompt "held@live" %}');
  // As if somebody had written it past the check.
  await db()
    .updateTable('prompt_versions')
    .set({
      content: JSON.stringify({
        body: '{% prompt "held@live" %}{{ a }}',
        variables: {},
        settings: { models: [], parameters: {}, tools: [] },
        outputSchema: null,
      }),
    })
    .where('message', '=', '')
    .where('content', 'like', '%held@live%')
    .execute();
  expect(await brokenBy(db(), 'wsp_1', { promptId: id, label: 'live', number: 2 })).toEqual([]);
  expect(await brokenBy(db(), 'wsp_1', { promptId: id, label: 'live', number: null })).toHaveLength(1);
});
