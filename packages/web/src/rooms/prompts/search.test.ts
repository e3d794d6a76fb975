import { expect, test } from 'vitest';
import { endless } from '../monitoring/model/hostile.fixture.ts';
import { promptTabs, readPlaygroundSearch, readPromptSearch, readPromptsSearch } from './search.ts';

const none = {
  q: undefined,
  folder: undefined,
  tag: undefined,
  label: undefined,
  archived: undefined,
  peek: undefined,
};

test('the list: what fits is read, what does not is left out', () => {
  expect(readPromptsSearch({})).toEqual(none);
  expect(readPromptsSearch({ q: 'clerk', folder: 'a/b', tag: 'x', label: 'production', archived: 'true' })).toEqual({
    ...none,
    ...{ q: 'clerk', folder: 'a/b', tag: 'x', label: 'production', archived: 'true' },
  });
  expect(readPromptsSearch({ q: 7, archived: 'false', folder: '' })).toEqual({ ...none, q: '7' });
  expect(readPromptsSearch({ q: endless })).toEqual(none);
});

test.each(Object.keys(promptTabs).filter((one) => one !== 'content'))('the tab %s stands in the address', (tab) => {
  expect(readPromptSearch({ show: tab }).show).toBe(tab);
});

test.each(['content', 'nothing', 'constructor', 7, null])('%s is no tab of its own', (tab) => {
  expect(readPromptSearch({ show: tab }).show).toBeUndefined();
});

test.each([
  ['3', '3'],
  [3, '3'],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['latest', undefined],
  ['1234567890', undefined],
])('version %s is %s', (given, read) => {
  expect([readPromptSearch({ v: given }).v, readPromptSearch({ against: given }).against]).toEqual([read, read]);
});

test('the run of the playground', () => {
  expect(readPlaygroundSearch({ run: 'plr_1' })).toEqual({ run: 'plr_1' });
  expect(readPlaygroundSearch({ run: '' })).toEqual({ run: undefined });
});
