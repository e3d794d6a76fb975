import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buckets } from '../../packages/server/src/rooms/lifecycle/model/assignment/bucket.ts';
import { murmur3 } from '../../packages/server/src/rooms/lifecycle/model/assignment/murmur3.ts';
import { choose, rangesOf } from '../../packages/server/src/rooms/lifecycle/model/assignment/ranges.ts';

const folder = new URL('../../../shared/data/rollout/', import.meta.url);
const there = existsSync(folder);
if (!there) console.warn('SKIPPED: no vectors at ../shared/data/rollout, assignment was not held against them');
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

type Hashes = { vectors: { s: string; seed: number; hash: number }[] };
type Unleash = {
  known_points: { group: string; id: string; bucket: number }[];
  vectors: { group: string; id: string; bucket_1_100: number; rollout: number; enabled: boolean }[];
};
type GrowthBook = {
  hash: [seed: string, value: string, version: number, wanted: number | null][];
  getBucketRange: [string, [arms: number, coverage: number, weights: number[] | null], [number, number][]][];
  chooseVariation: [string, number, [number, number][], number][];
};

describe.runIf(there)('published vectors', () => {
  test('every hash', () => {
    const { vectors } = read('hash_vectors.json') as Hashes;
    expect(vectors.length).toBeGreaterThan(20);
    expect(vectors.map(({ s, seed }) => murmur3(s, seed))).toEqual(vectors.map(({ hash }) => hash));
  });

  test("Unleash's buckets and decisions", () => {
    const { known_points: points, vectors } = read('unleash_bucket_vectors.json') as Unleash;
    const bucket = ({ group, id }: { group: string; id: string }): number => (murmur3(`${group}:${id}`) % 100) + 1;
    expect(points.map(bucket)).toEqual(points.map((one) => one.bucket));
    expect(vectors.map(bucket)).toEqual(vectors.map((one) => one.bucket_1_100));
    // Their buckets begin at 1: a rollout of r per cent is our range [0, r).
    const enabled = (one: Unleash['vectors'][number]): boolean =>
      choose(rangesOf([one.rollout * (buckets / 100)]), (bucket(one) - 1) * (buckets / 100)) === 0;
    expect(vectors.map(enabled)).toEqual(vectors.map((one) => one.enabled));
  });
});

/** GrowthBook's rules in front of our arithmetic: what is out of range is mended there, and refused by us. */
describe.runIf(there)("GrowthBook's cases", () => {
  const cases = there
    ? (read('growthbook/cases.json') as GrowthBook)
    : { hash: [], getBucketRange: [], chooseVariation: [] };

  test.each(cases.hash)('hash of %j and %j by version %d', (seed, value, version, wanted) => {
    expect(fnvBucket(seed, value, version)).toBe(wanted);
  });

  test.each(cases.getBucketRange)('ranges: %s', (_, [arms, coverage, weights], wanted) => {
    const ranges = rangesOf(mended(arms, weights), inBuckets(Math.min(1, Math.max(0, coverage))));
    expect(ranges).toEqual(wanted.map(([from, to]) => ({ from: inBuckets(from), to: inBuckets(to) })));
  });

  test.each(cases.chooseVariation)('choice: %s', (_, at, ranges, wanted) => {
    const ours = ranges.map(([from, to]) => ({ from: inBuckets(from), to: inBuckets(to) }));
    expect(choose(ours, inBuckets(at)) ?? -1).toBe(wanted);
  });
});

const inBuckets = (share: number): number => Math.round(share * buckets);

function mended(arms: number, weights: number[] | null): number[] {
  const sum = weights?.reduce((all, one) => all + one, 0) ?? 0;
  const good = weights !== null && weights.length === arms && sum > 0.99 && sum < 1.01;
  return (good ? weights : new Array<number>(arms).fill(1 / arms)).map(inBuckets);
}

function fnvBucket(seed: string, value: string, version: number): number | null {
  if (version === 2) return (fnv1a(String(fnv1a(seed + value))) % 10_000) / 10_000;
  return version === 1 ? (fnv1a(value + seed) % 1_000) / 1_000 : null;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
