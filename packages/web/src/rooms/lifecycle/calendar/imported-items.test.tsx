import type { ImportedFreezes } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { defects, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { ImportedItems } from './imported-items.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

type Item = ImportedFreezes['items'][number];
const item = (over: Partial<Item> = {}): Item => ({
  ...{ uid: 'u1', summary: 'Closing', from: '2026-12-24T00:00:00.000Z', until: '2026-12-27T00:00:00.000Z' },
  ...{ outcome: 'begun', why: null, freezeId: null },
  ...over,
});
const draw = (...items: Item[]): Promise<string> => drawPart(<ImportedItems of={{ isPreview: true, items }} />);

test('each event has its line; what is refused stands first, with why', async () => {
  const odd = item({ uid: 'u2', summary: '', from: null, until: null, outcome: 'refused', why: 'It repeats.' });
  const html = await draw(item(), odd);
  expect(words(html)).toMatch(/u2 refused: It repeats\..*Closing .*will freeze/);
  expect(defects(html)).toEqual([]);
});

test('a file without events says so', async () => {
  expect(words(await draw())).toBe('The file holds no event.');
});

test.each(hostile)('%s in a calendar hides and breaks nothing', async (_, text) => {
  const html = await draw(item({ uid: text, summary: text, why: text, outcome: 'refused' }));
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});
