import type { Comparison } from 'signalbox/contract/monitoring/comparison';
import { expect, test } from 'vitest';
import { comparedFigures, differences } from './compared-figures.ts';
import { aRun, aStep } from './monitoring.fixture.ts';

const figure = (name: string, a: object, b: object) =>
  comparedFigures(aRun({ id: 'a', ...a }), aRun({ id: 'b', ...b })).find((one) => one.name === name)!;

test('more, less, the same, and unknown', () => {
  expect(figure('Steps', { steps: 3 }, { steps: 5 }).difference).toBe('+2');
  expect(figure('Duration', { durationMs: 2000 }, { durationMs: 500 }).difference).toMatch(/^−1\.5/);
  expect(figure('Errors', { errors: 1 }, { errors: 1 }).difference).toBe('same');
  expect(figure('Cost, USD', { costUsd: null }, { costUsd: 0 })).toMatchObject({
    a: '—',
    b: '0.0000',
    difference: '—',
  });
});

const side = (over: object = {}, input: number | null = null) => ({
  step: aStep({ spanId: 's', ...over }),
  sizes: { input, output: null },
});
type Row = Comparison['rows'][number];

test.each<[Row, string]>([
  [{ a: null, b: side(), differs: ['missing'] }, 'only on the right'],
  [{ a: side(), b: null, differs: ['missing'] }, 'only on the left'],
  [{ a: side(), b: side({ isError: true }), differs: ['error'] }, 'failed on the right'],
  [{ a: side({ isError: true }), b: side(), differs: ['error'] }, 'failed on the left'],
  [{ a: side({ model: 'm1' }), b: side(), differs: ['model'] }, 'model m1 → —'],
  [{ a: side({}, 1200), b: side({}, 40), differs: ['input'] }, 'input 1,200 → 40 bytes'],
  [{ a: side(), b: side(), differs: [] }, ''],
])('a row in words: %#', (row, text) => expect(differences(row)).toBe(text));
