import { expect, test } from 'vitest';
import { matchedControl, weightInPair } from './matched-control.ts';

test('up to one half the pair is even, above it all of stable is the control', () => {
  expect(matchedControl(0.05)).toEqual({ control: 0.05, weight: 0.5 });
  expect(matchedControl(0.5)).toEqual({ control: 0.5, weight: 0.5 });
  expect(matchedControl(0.75)).toEqual({ control: 0.25, weight: 0.75 });
  expect(matchedControl(1)).toEqual({ control: 0, weight: 1 });
  expect(matchedControl(0)).toBeNull();
});

test('the weight is that of the candidate among the units compared', () => {
  for (const weight of [1e-9, 0.01, 0.3, 0.5, 0.8, 0.99]) {
    const { control, weight: inPair } = matchedControl(weight)!;
    expect(control + weight).toBeLessThanOrEqual(1);
    expect(inPair).toBeCloseTo(weightInPair(control, weight)!, 12);
  }
});

test('of three arms two are compared at the share one has of both', () => {
  expect(weightInPair(40_000, 20_000)).toBeCloseTo(1 / 3, 12);
  expect(weightInPair(0, 5)).toBe(1);
  expect(weightInPair(5, 0)).toBe(0);
  expect(weightInPair(0, 0)).toBeNull();
});

test.each([-0.1, 1.1, Number.NaN])('%d is no weight', (weight) => {
  expect(() => matchedControl(weight)).toThrow(RangeError);
});

test.each([-1, Number.NaN, Infinity])('%d has no part in a pair', (weight) => {
  expect(() => weightInPair(weight, 1)).toThrow(RangeError);
  expect(() => weightInPair(1, weight)).toThrow(RangeError);
});
