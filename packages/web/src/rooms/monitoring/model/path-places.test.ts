import { expect, test } from 'vitest';
import { pathPlaces } from './path-places.ts';

const segments = (...pairs: [number, number][]) => pairs.map(([fromMs, toMs]) => ({ id: 'a', fromMs, toMs }));

test('stretches lie where their times are, cut to the window', () => {
  expect(pathPlaces({ from: 100, to: 200 }, segments([50, 110], [150, 175], [190, 400], [500, 600]))).toEqual([
    { from: 0, to: 100 },
    { from: 500, to: 750 },
    { from: 900, to: 1000 },
  ]);
});

test('those that touch, or nearly so, are one', () => {
  expect(pathPlaces({ from: 0, to: 1000 }, segments([0, 10], [10, 20], [20.4, 30], [31, 40]))).toEqual([
    { from: 0, to: 30 },
    { from: 31, to: 40 },
  ]);
});

test('thirty thousand give no more than can be seen', () => {
  const many = segments(...Array.from({ length: 30_000 }, (_, i): [number, number] => [i * 2, i * 2 + 1]));
  expect(pathPlaces({ from: 0, to: 60_000 }, many).length).toBeLessThan(2001);
  expect(pathPlaces({ from: 0, to: 60 }, many).length).toBe(31);
});
