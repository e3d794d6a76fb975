import type { Condition } from 'signalbox/contract/monitoring';
import { describe, expect, test } from 'vitest';
import { conditionOf, isChosen, labels, readConditions, toggled, told, writeConditions } from './conditions.ts';

test('conditions survive the URL; what is none is left out', () => {
  const all: Condition[] = [
    { by: 'agent', values: ['a"b', ''] },
    { by: 'durationMs', min: 1 },
    { by: 'attribute', key: 'k', not: true },
  ];
  expect(readConditions(writeConditions(all))).toEqual(all);
  expect(writeConditions([])).toBeUndefined();
  for (const text of [
    undefined,
    '',
    '{',
    '7',
    'null',
    '[null,1,{},{"by":1},{"by":"agent","values":[]},{"by":"__proto__x"}]',
  ])
    expect(readConditions(text)).toEqual([]);
});

test('values of a facet come and go; other conditions stay where they are', () => {
  const tag: Condition = { by: 'tag', values: ['x'], not: true };
  const one = toggled([tag], 'agent', 'a');
  expect(one).toEqual([tag, { by: 'agent', values: ['a'] }]);
  const two = toggled(one, 'agent', 'b');
  expect(two[1]).toEqual({ by: 'agent', values: ['a', 'b'] });
  expect([isChosen(two, 'agent', 'b'), isChosen(two, 'tag', 'x')]).toEqual([true, false]);
  expect(toggled(toggled(two, 'agent', 'a'), 'agent', 'b')).toEqual([tag]);
});

describe('in words', () => {
  test.each<[Condition, string, string]>([
    [{ by: 'agent', values: ['a', ''] }, 'Agent', 'a or not told'],
    [{ by: 'tag', values: ['x'], not: true }, 'Tag', 'not x'],
    [{ by: 'durationMs', min: 1500 }, 'Duration, s', 'at least 1.5'],
    [{ by: 'errors', min: 1, max: 3 }, 'Errors', '1 to 3'],
    [{ by: 'costUsd', max: 0.01 }, 'Cost, USD', 'at most 0.01'],
    [{ by: 'steps' }, 'Steps', 'known'],
    [{ by: 'attribute', key: 'k', value: 'v' }, 'Attribute', 'k = v'],
    [{ by: 'attribute', key: 'k', not: true }, 'Attribute', 'not k'],
    [{ by: 'prompt', name: 'p', version: '3' }, 'Prompt', 'p 3'],
    [{ by: 'score', name: 's', max: 0.5 }, 'Score', 's at most 0.5'],
    [{ by: 'score', name: 's', label: 'bad' }, 'Score', 's bad'],
    [{ by: 'bound', is: false }, 'Bound to its key', 'no'],
  ])('%j', (condition, label, value) => expect(told(condition)).toEqual({ label, value }));
});

describe('from the form', () => {
  test.each<[Condition['by'], string, string, Condition | null]>([
    ['durationMs', '1,5', '', { by: 'durationMs', min: 1500 }],
    ['costUsd', '', '0.2', { by: 'costUsd', max: 0.2 }],
    ['errors', 'x', '', null],
    ['attribute', ' k ', '', { by: 'attribute', key: 'k' }],
    ['attribute', 'k', 'v', { by: 'attribute', key: 'k', value: 'v' }],
    ['prompt', 'p', '2', { by: 'prompt', name: 'p', version: '2' }],
    ['score', 's', '0.5', { by: 'score', name: 's', max: 0.5 }],
    ['release', 'r', '', { by: 'release', values: ['r'] }],
    ['release', ' ', '', null],
    ['refused', 'no', '', { by: 'refused', is: false }],
  ])('%s %j %j', (by, one, two, expected) => expect(conditionOf(by, one, two)).toEqual(expected));

  test('every kind has a name', () => expect(Object.values(labels).every((label) => label !== '')).toBe(true));
});
