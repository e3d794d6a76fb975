import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dangerous, hostile } from '../rooms/monitoring/model/hostile.fixture.ts';
import { parse, textOf, words } from '../ui/markup.fixture.ts';
import { By } from './by.tsx';
import { aBrowser, drawPart } from './house.fixture.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

test.each([
  ['per_1', 'Ada Weiss', 'Ada Weiss'],
  ['per_1', null, 'per_1'],
  ['key_01a2063abd387b44887292f31776b937', null, 'key_01a2…b937'],
  ['system', null, 'Signalbox'],
  ['demo', null, 'demo'],
])('%s (%s) is %s', async (id, name, said) => {
  expect(words(await drawPart(<By id={id} name={name} />))).toBe(said);
});

test('what the demo wrote is marked as such, not only named', async () => {
  expect(await drawPart(<By id="demo" name={null} />)).toContain('dated back');
  expect(await drawPart(<By id="per_1" name="demo" />)).not.toContain('dated back');
});

test.each(hostile)('%s as a name hides and breaks nothing', async (_, text) => {
  expect(textOf(parse(await drawPart(<By id="per_1" name={text} />)))).not.toMatch(dangerous);
});
