import { expect, test } from 'vitest';
import { changedModel, type Model } from './changed-model.ts';

const of = (name: string, provider = 'openai', parameters?: Model['parameters']): Model => ({
  ...{ name, provider },
  ...(parameters && { parameters }),
});

test.each([
  [of('gpt-5'), of('gpt-5-mini'), 'gpt-5 of openai becomes gpt-5-mini'],
  [of('gpt-5'), of('claude', 'anthropic'), 'gpt-5 of openai becomes claude of anthropic'],
  [null, of('gpt-5'), 'names its model, gpt-5 of openai'],
  [of('gpt-5'), null, 'names no model any more (gpt-5 of openai)'],
  [
    of('gpt-5', 'openai', { temperature: 1, seed: 1, stop: ['a'] }),
    of('gpt-5', 'openai', { temperature: 0, stop: ['a'], top_p: 1 }),
    'gpt-5 with other parameters (seed, temperature, top_p)',
  ],
  [of('gpt-5'), of('gpt-5', 'openai', { seed: 1 }), 'gpt-5 with other parameters (seed)'],
])('%j → %j', (before, after, words) => expect(changedModel(before, after)).toBe(words));
