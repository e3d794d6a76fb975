import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LaneDraft, laneOf, pasted, rowOf, type Variable, variablesOf } from './lanes.ts';

const draft = (over: Partial<LaneDraft> = {}): LaneDraft => ({
  ...{ promptId: 'prm_1', at: 'latest', providerId: 'mpr_1', model: 'small', parameters: '', userMessage: '' },
  ...over,
});

describe('a lane as it is filled in', () => {
  test('becomes what the API takes', () => {
    expect(laneOf(draft({ model: ' small ' }))).toEqual({
      lane: {
        ...{ source: { promptId: 'prm_1', at: 'latest' }, providerId: 'mpr_1', model: 'small' },
        ...{ stream: false, userMessage: null },
      },
    });
  });

  test('one’s own draft is asked as such', () => {
    expect(laneOf(draft({ at: 'draft' }))).toMatchObject({ lane: { source: { promptId: 'prm_1', draft: true } } });
  });

  test('parameters and a message of the lane go along', () => {
    expect(laneOf(draft({ parameters: '{ "temperature": 0 }', userMessage: 'Hello {{ name }}' }))).toMatchObject({
      lane: { parameters: { temperature: 0 }, userMessage: 'Hello {{ name }}' },
    });
  });

  test.each([
    [{ promptId: '' }, 'Choose a prompt.'],
    [{ providerId: '' }, 'Choose a provider.'],
    [{ model: '  ' }, 'Name a model.'],
    [{ parameters: '{' }, 'The parameters are no JSON object.'],
    [{ parameters: '[]' }, 'The parameters are no JSON object.'],
    [{ parameters: 'null' }, 'The parameters are no JSON object.'],
  ])('%j: %s', (over, problem) => {
    expect(laneOf(draft(over))).toEqual({ problem });
  });
});

const variables: Variable[] = [
  { name: 'name', type: 'string', required: true },
  { name: 'n', type: 'integer', required: false },
  { name: 'list', type: 'array', required: false },
];

test('variables of several contents, each once', () => {
  const one = { body: '', variables: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } };
  const two = {
    body: [{ placeholder: 'history' }],
    variables: { type: 'object', properties: { a: { type: 'number' }, b: { enum: [1] } } },
  };
  expect(variablesOf([one, two])).toEqual([
    { name: 'a', type: 'string', required: true },
    { name: 'history', type: 'messages', required: false },
    { name: 'b', type: 'string', required: false },
  ]);
  const empty = [{ type: 'object' }, { properties: [] }].map((variables) => ({ body: '', variables }));
  expect(variablesOf(empty)).toEqual([]);
});

describe('a row', () => {
  test('texts stay texts, all else is read as JSON, and empty is not given', () => {
    expect(rowOf({ name: '42', n: '42', list: '[1, 2]' }, variables)).toEqual({ name: '42', n: 42, list: [1, 2] });
    expect(rowOf({ name: '', n: '' }, variables)).toEqual({});
  });

  test('what cannot be read stays text, and the API says so', () => {
    expect(rowOf({ n: 'many' }, variables)).toEqual({ n: 'many' });
  });

  test('what no prompt declares is not sent', () => {
    expect(rowOf({ other: 'x' }, variables)).toEqual({});
  });

  test('no text of a person breaks it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, n) => {
        const row = rowOf({ name, n }, variables);
        expect(row['name']).toBe(name === '' ? undefined : name);
      }),
    );
  });
});

describe('a table that was copied elsewhere', () => {
  test('its first line names the variables', () => {
    expect(pasted('name\tn\r\nAda\t1\r\nBen\t2\r\n', variables)).toEqual([
      { name: 'Ada', n: '1' },
      { name: 'Ben', n: '2' },
    ]);
  });

  test('short lines leave the rest empty', () => {
    expect(pasted('name\tn\nAda', variables)).toEqual([{ name: 'Ada', n: '' }]);
  });

  test.each([['one word'], ['name'], ['name\tother\nAda\t1'], ['']])('%j is an ordinary paste', (text) => {
    expect(pasted(text, variables)).toBeNull();
  });
});

test('a variable named as something that every object has is not given until it is', () => {
  const named: Variable[] = [{ name: 'constructor', type: 'string', required: true }];
  expect(Object.keys(rowOf({}, named))).toEqual([]);
  expect(Object.entries(rowOf({ constructor: 'Ada' }, named))).toEqual([['constructor', 'Ada']]);
});
