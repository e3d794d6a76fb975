import { expect, test } from 'vitest';
import { HeldTraces } from './held-traces.ts';
import type { WorkspaceSpan } from './span-reading.ts';

const trace = (spans: number) => ({
  rows: Array.from({ length: spans }, () => ({}) as WorkspaceSpan),
  standing: { workspaceId: 'w', traceId: 't', runs: [], invocations: [] },
});

test('gives a trace back once', () => {
  const held = new HeldTraces();
  const one = trace(3);
  held.put('a', one);
  expect(held.take('a')).toBe(one);
  expect(held.take('a')).toBeUndefined();
});

test('lets the oldest go when there are too many spans; a trace put again is new', () => {
  const held = new HeldTraces(10);
  for (const key of ['a', 'b']) held.put(key, trace(4));
  held.put('a', trace(5));
  held.put('c', trace(3));
  expect(held.take('b')).toBeUndefined();
  expect(held.take('a')?.rows).toHaveLength(5);
  expect(held.take('c')).toBeDefined();
});

test('does not hold a trace that would push out all others', () => {
  const held = new HeldTraces(100, 10);
  held.put('small', trace(5));
  held.put('large', trace(11));
  expect(held.take('large')).toBeUndefined();
  expect(held.take('small')).toBeDefined();
  held.put('small', trace(5));
  held.put('small', trace(11));
  expect(held.take('small')).toBeUndefined();
});

test('forgets everything', () => {
  const held = new HeldTraces(10);
  held.put('a', trace(8));
  held.clear();
  held.put('b', trace(8));
  expect([held.take('a'), held.take('b')?.rows.length]).toEqual([undefined, 8]);
});
