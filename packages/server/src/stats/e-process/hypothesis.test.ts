import { expect, test } from 'vitest';
import { harm, nonInferiority } from './hypothesis.ts';

test('alternatives are multiples of the null', () => {
  expect(harm()).toEqual({ nullRatio: 1, alternatives: [1.1, 1.25, 1.5, 2, 3, 5, 8] });
  expect(harm(1.1, [2])).toEqual({ nullRatio: 1.1, alternatives: [2.2] });
  expect(nonInferiority(1.5, [0.5])).toEqual({ nullRatio: 1.5, alternatives: [0.75] });
});

test.each([0, -1, 5e-324, Number.NaN, Infinity])('%d is no risk ratio', (ratio) => {
  expect(() => harm(ratio)).toThrow(RangeError);
  expect(() => nonInferiority(ratio)).toThrow(RangeError);
});

test.each([[[]], [[1]], [[0.5]], [[2, 0.5]], [[Infinity]], [[Number.NaN]]])(
  'harm is not looked for at %j',
  (multipliers) => {
    expect(() => harm(1, multipliers)).toThrow(RangeError);
  },
);

test.each([[[]], [[0]], [[1]], [[2]], [[-0.5]], [[1e-320]], [[Number.NaN]]])(
  'promotion is not looked for at %j',
  (multipliers) => {
    expect(() => nonInferiority(1.25, multipliers)).toThrow(RangeError);
  },
);
