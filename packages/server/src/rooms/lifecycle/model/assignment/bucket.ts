import { murmur3 } from './murmur3.ts';

/** Steps of 0.001 %. */
export const buckets = 100_000;

/** floor(hash ÷ 2^32 × total), as flagd's fractional v2: no remainder, so no bias. Exact while total < 2^21. */
export const scaled = (hash: number, total: number): number => Math.floor((hash * total) / 2 ** 32);

/** Where a unit stands in a rollout, 0 … 99,999. The same unit and salt always stand at the same place; another salt is another draw. */
export const bucketOf = (salt: string, unit: string): number => scaled(murmur3(`${salt}:${unit}`), buckets);
