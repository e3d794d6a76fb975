import { expect, test } from 'vitest';
import { Refusals } from './refusals.ts';

test('equal reasons are told once; no more than five are kept, and all are counted', () => {
  const refusals = new Refusals();
  refusals.add('zero id', 3);
  for (let i = 0; i < 1000; i++) refusals.add(`reason ${i % 10}`, 10 + i);
  expect(refusals.total).toBe(1001);
  expect(refusals.reasons()).toEqual([
    'zero id (at index 3)',
    'reason 0 (100 times, first at index 10)',
    'reason 1 (100 times, first at index 11)',
    'reason 2 (100 times, first at index 12)',
    'reason 3 (100 times, first at index 13)',
  ]);
});
