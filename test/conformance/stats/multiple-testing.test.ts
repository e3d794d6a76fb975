import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  benjaminiHochberg,
  benjaminiYekutieli,
  holm,
} from '../../../packages/server/src/stats/multiple-testing/adjusted-p.ts';
import {
  eBenjaminiHochberg,
  meanOfEValues,
  productOfEValues,
} from '../../../packages/server/src/stats/multiple-testing/e-values.ts';

const file = new URL('../../../../shared/data/stats/multiple_testing.json', import.meta.url);
const there = existsSync(file);
if (!there) console.warn('SKIPPED: no vectors at ../shared/data/stats, multiple testing was not held against them');

type Vectors = {
  p: number[];
  holm: number[];
  bh: number[];
  by: number[];
  ebh: { e: number[]; rejections: Record<string, number> };
  evalue_combining: { example: { e: number[]; mean: number; product: number } };
};
const read = (): Vectors => JSON.parse(readFileSync(file, 'utf8')) as Vectors;

const near = (got: readonly (number | null)[], wanted: readonly number[]): void => {
  expect(got).toHaveLength(wanted.length);
  for (const [i, one] of wanted.entries()) expect(Math.abs(got[i]! - one)).toBeLessThan(1e-12);
};

test.runIf(there)('adjusted p-values', () => {
  const { p, holm: byHolm, bh, by } = read();
  expect(p.length).toBeGreaterThan(5);
  near(holm(p), byHolm);
  near(benjaminiHochberg(p), bh);
  near(benjaminiYekutieli(p), by);
  near(holm(p.toReversed()), byHolm.toReversed());
  near(benjaminiHochberg(p.toReversed()), bh.toReversed());
});

test.runIf(there)('rejections by e-BH', () => {
  const { e, rejections } = read().ebh;
  const counted = Object.keys(rejections).map((alpha) => eBenjaminiHochberg(e, Number(alpha)).filter(Boolean).length);
  expect(counted).toEqual(Object.values(rejections));
});

test.runIf(there)('combined e-values', () => {
  const { e, mean, product } = read().evalue_combining.example;
  near([meanOfEValues(e), productOfEValues(e)], [mean, product]);
});
