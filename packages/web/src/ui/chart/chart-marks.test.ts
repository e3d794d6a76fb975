import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clustered, knownKinds, type Marker, signOf, signsOf, wordOf } from './chart-marks.ts';

const marker = fc.record({
  at: fc.integer({ min: 0, max: 10_000 }),
  kind: fc.constantFrom(...knownKinds, 'weather'),
  text: fc.string({ maxLength: 8 }),
  path: fc.constant(null),
});
const mark = (at: number, kind = 'release', text = `${at}`): Marker => ({ at, kind, text, path: null });

describe('marks', () => {
  test('are all in one group, whose beginnings are apart', () => {
    fc.assert(
      fc.property(fc.array(marker, { maxLength: 20 }), fc.integer({ min: 1, max: 3000 }), (all, near) => {
        const found = clustered(all, near);
        const texts = found.flatMap(({ markers }) => markers.map(({ text }) => text));
        expect(texts.toSorted()).toEqual(all.map(({ text }) => text).toSorted());
        found.slice(1).forEach(({ at }, n) => expect(at - found[n]!.at).toBeGreaterThanOrEqual(near));
        for (const { kinds, markers } of found)
          expect(new Set(kinds)).toEqual(new Set(markers.map(({ kind }) => kind)));
      }),
    );
  });
  test('do not depend on the order they came in, but for those of one moment', () => {
    fc.assert(
      fc.property(fc.uniqueArray(marker, { selector: ({ at }) => at, maxLength: 12 }), (all) => {
        expect(clustered(all.toReversed(), 500)).toEqual(clustered(all, 500));
      }),
    );
  });
  test('just as far apart as they must be are two, and a chain of near ones does not draw its far end in', () => {
    const found = clustered(
      [0, 100, 199, 200, 290].map((at) => mark(at)),
      100,
    );
    expect(found.map(({ markers }) => markers.map(({ text }) => text))).toEqual([
      ['0'],
      ['100', '199'],
      ['200', '290'],
    ]);
  });
  test('of several kinds in one place show each sign, at most three', () => {
    const [one] = clustered([mark(0), mark(1, 'prompt'), mark(2), mark(3, 'model'), mark(4, 'freeze')], 50);
    expect([one!.kinds, signsOf(one!)]).toEqual([['release', 'prompt', 'model', 'freeze'], '▲¶◆']);
  });
  test('leave what they were given as it was', () => {
    const all = [mark(9), mark(1)];
    const before = structuredClone(all);
    clustered(all, 100);
    expect(all).toEqual(before);
  });
  test('have a sign and a word of their own for each kind, and one for what is not known', () => {
    expect(new Set(knownKinds.map(signOf)).size).toBe(knownKinds.length);
    expect(new Set(knownKinds.map(wordOf)).size).toBe(knownKinds.length);
    expect([signOf('price_list'), wordOf('price_list'), wordOf('constructor')]).toEqual([
      '◇',
      'Price list',
      'Constructor',
    ]);
  });
});
