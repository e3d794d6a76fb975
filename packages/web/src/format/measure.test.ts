import { describe, expect, test } from 'vitest';
import { figure, figureWithUnit, tick, unitName, unitOf } from './measure.ts';

test('figures are exact and in the unit that their head says', () => {
  expect(figure(0.97436, 'ratio')).toBe('97.44');
  expect(figure(1, 'ratio')).toBe('100');
  expect(figure(1240, 'ms')).toBe('1.24');
  expect(figure(0.4, 'ms')).toBe('0.0004');
  expect(figure(1_234_567, 'tokens')).toBe('1,234,567');
  expect(figure(0.05, 'usd')).toBe('0.0500');
  expect(figure(2.5, 'count')).toBe('2.5');
  expect(figure(1204, 'count')).toBe('1,204');
  expect(figure(0, 'count')).toBe('0');
});

test('unknown is never 0, and has no unit', () => {
  for (const unit of ['count', 'ratio', 'ms', 'tokens', 'usd', 'score'] as const) {
    expect(figure(null, unit)).toBe('—');
    expect(figureWithUnit(null, unit)).toBe('—');
    expect(figure(0, unit)).not.toBe('—');
  }
});

describe('units', () => {
  test('stand behind the figure, or nowhere', () => {
    expect(figureWithUnit(0.5, 'ratio')).toBe('50 %');
    expect(figureWithUnit(1500, 'ms')).toBe('1.5 s');
    expect(figureWithUnit(3, 'count')).toBe('3');
    expect(unitName('usd')).toBe('USD');
  });
  test('that this page does not know are bare numbers', () => {
    expect(unitOf('ratio')).toBe('ratio');
    expect(unitOf('parsec')).toBe('score');
    expect(unitOf(null)).toBe('score');
  });
});

test('ticks are short', () => {
  expect(tick(1_200_000, 'tokens')).toBe('1.2M');
  expect(tick(0.25, 'ratio')).toBe('25');
  expect(tick(2500, 'ms')).toBe('2.5');
  expect(tick(0, 'count')).toBe('0');
  expect([0.025, 0.075].map((value) => tick(value, 'usd'))).toEqual(['0.025', '0.075']);
});
