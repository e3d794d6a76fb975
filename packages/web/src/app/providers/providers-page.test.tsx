import type { ModelProvider } from 'signalbox/contract/access/providers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dangerous, endless, hostile } from '../../rooms/monitoring/model/hostile.fixture.ts';
import { defects, names, parse, textOf, words } from '../../ui/markup.fixture.ts';
import { Problem } from '../api.ts';
import { aBrowser, aMe, type Answers, drawPage } from '../house.fixture.tsx';
import { wishOf } from './provider-words.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const all = ['model_provider.read', 'model_provider.use', 'model_provider.change'];
const at = '2026-11-22T12:00:00.000Z';
const provider = (over: Partial<ModelProvider> = {}): ModelProvider => ({
  ...{ id: 'mpr_1', name: 'Ollama here', dialect: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', models: ['llama3'] },
  ...{ pricedAs: '', hasKey: false, teamId: null, createdAt: at, createdBy: 'per_1', changedAt: at },
  ...over,
});
const draw = (items: ModelProvider[] | Error, rights = all): Promise<string> => {
  const answers: Answers = [
    [['access', 'me'], aMe({ rights })],
    [['access', 'providers'], items instanceof Error ? items : { items }],
  ];
  return drawPage('/settings/providers', answers);
};

test('each provider: where it is, what it speaks, whether a key is kept, for whom', async () => {
  const html = await draw([
    provider(),
    provider({ id: 'mpr_2', name: 'Anthropic', dialect: 'anthropic', hasKey: true, teamId: 'tea_2', models: [] }),
  ]);
  const said = words(html);
  for (const part of [
    ...['Ollama here', 'OpenAI’s chat completions , no key , all teams', 'http://127.0.0.1:11434/v1', 'llama3'],
    ...['Anthropic’s messages , key sealed , Finance', 'No models listed'],
  ])
    expect(said).toContain(part.replaceAll(' ,', ','));
  expect(names(html, 'button')).toEqual(
    expect.arrayContaining(['Add a provider', 'Try it: Ollama here', 'Change Ollama here', 'Remove Anthropic']),
  );
  expect(defects(html)).toEqual([]);
});

test('who may only use them changes none; who may only read them asks none', async () => {
  const user = names(await draw([provider()], all.slice(0, 2)), 'button');
  expect(user).toContain('Try it: Ollama here');
  expect(user).not.toContain('Change Ollama here');
  expect(user).not.toContain('Add a provider');
  expect(names(await draw([provider()], all.slice(0, 1)), 'button')).not.toContain('Try it: Ollama here');
});

test('the page stands among the settings for who may see it', async () => {
  expect(names(await draw([]), 'link')).toContain('Model providers');
  expect(names(await draw([], ['key.read']), 'link')).not.toContain('Model providers');
});

describe('states', () => {
  test('none yet: what will do', async () => {
    const html = await draw([]);
    expect(names(html, 'heading')).toContain('No provider yet');
    expect(words(html)).toContain('Ollama');
  });

  test('a list that cannot be read says why', async () => {
    const problem = new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.', requestId: 'req_1' });
    const html = await draw(problem);
    expect(names(html, 'alert')[0]).toContain('Control state is not reachable');
    expect(names(html, 'button')).toContain('Try again');
  });

  test('while it loads there is a skeleton', async () => {
    const html = await drawPage('/settings/providers', [[['access', 'me'], aMe({ rights: all })]]);
    expect(names(html, 'status')).toContain('Loading providers');
  });
});

test.each(hostile)('%s as a name hides and breaks nothing', async (_, text) => {
  const html = await draw([provider({ name: text, models: [text] })]);
  expect(defects(html)).toEqual([]);
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(names(html, 'button').join()).not.toMatch(dangerous);
});

test('endless names stay in their column', async () => {
  const html = await draw([provider({ name: endless, baseUrl: `http://${endless}`, models: [endless] })]);
  expect(html).toContain('truncate');
  expect(textOf(parse(html))).not.toMatch(dangerous);
});

describe('what the form says', () => {
  const form = (over: Record<string, string>): FormData => {
    const data = new FormData();
    const usual = { name: ' Here ', baseUrl: 'http://127.0.0.1:1/v1/', apiKey: '', models: '', pricedAs: '' };
    for (const [name, value] of Object.entries({ ...usual, ...over })) data.set(name, value);
    return data;
  };

  test('spaces and slashes at the end go; models stand one a line or between commas, each once', () => {
    expect(wishOf(form({ models: 'a\nb, a,, c ' }))).toEqual({
      ...{ name: 'Here', baseUrl: 'http://127.0.0.1:1/v1', models: ['a', 'b', 'c'], pricedAs: '' },
    });
  });

  test('an empty key is not sent: the one that is kept stays', () => {
    expect(wishOf(form({}))).not.toHaveProperty('apiKey');
    expect(wishOf(form({ apiKey: ' sk-1 ' }))).toMatchObject({ apiKey: 'sk-1' });
  });
});
