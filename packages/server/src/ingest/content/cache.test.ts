import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { ContentCache } from './cache.ts';

const traceId = (n: number): string => createHash('md5').update(`t${n}`).digest('hex');
const digest = (n: number): string => createHash('sha256').update(`b${n}`).digest('binary').slice(0, 16);
const team = 'tea_0193e1a2b3c4d5e6f708192a3b4c5d6e';

it('lets each body pass once for each trace and team', () => {
  const cache = new ContentCache();
  const other = team.replace(/e$/, 'f');
  const asked = [
    [1, team, 1],
    [1, team, 2],
    [1, team, 1],
    [2, team, 1],
    [1, other, 1],
    [2, team, 1],
  ] as const;
  expect(asked.map(([trace, who, body]) => cache.add(traceId(trace), who, digest(body)))).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
  ]);
});

it('never takes one pair for another', () => {
  const cache = new ContentCache(1 << 16);
  for (let trace = 0; trace < 300; trace++)
    for (let body = 0; body < 100; body++) expect(cache.add(traceId(trace), team, digest(body))).toBe(true);
});

it('remembers what comes again soon, whatever comes between', () => {
  const cache = new ContentCache(1 << 12);
  let again = 0;
  for (let n = 0; n < 2000; n++) {
    cache.add(traceId(n), team, digest(n));
    if (n >= 500 && !cache.add(traceId(n - 500), team, digest(n - 500))) again++;
  }
  expect(again).toBeGreaterThan(1200);
});

it('forgets within its places instead of growing', () => {
  const cache = new ContentCache(64);
  for (let n = 0; n < 10_000; n++) cache.add(traceId(n), team, digest(n));
  expect(cache.add(traceId(0), team, digest(0))).toBe(true);
});

it('starts again when cleared', () => {
  const cache = new ContentCache();
  cache.add(traceId(1), team, digest(1));
  cache.clear();
  expect(cache.add(traceId(1), team, digest(1))).toBe(true);
});
