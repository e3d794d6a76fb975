import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from '../../../app/search-text.ts';
import { keptSearch, sameSearch } from './kept-search.ts';

test('a view keeps filters, time and columns, and not the row one looks at', () => {
  const here = keptSearch({
    said: 'a b',
    peek: 'r1',
    tz: 'local',
    range: '7d',
    facets: 'open',
    agent: undefined,
    env: '',
  });
  expect(here).toEqual({ range: '7d', said: 'a b' });
});

test('it is known again whatever order it stands in, and through its text', () => {
  const here = keptSearch({ filter: '[{"by":"tag","values":["a&b"]}]', agent: 'ü' });
  expect(sameSearch(stringifySearch(here).slice(1), here)).toBe(true);
  expect(sameSearch('range=7d&agent=x', keptSearch({ agent: 'x', range: '7d' }))).toBe(true);
  expect(sameSearch('agent=x', keptSearch({ agent: 'x', range: '7d' }))).toBe(false);
  expect(keptSearch(parseSearch(stringifySearch(here)))).toEqual(here);
});
