import { describe, expect, test } from 'vitest';
import { columnsOf, groupOf, rankOf, toldOf } from './answer.ts';
import { dimensionOf, measureOf } from './named.ts';

const asked = {
  ...{ measures: [measureOf('completion_rate'), measureOf('cost')], dimensions: [dimensionOf('agent')] },
  grain: 'day' as const,
};
const [first, second] = [1_795_305_600, 1_795_392_000];

describe('rows of the engine as an answer', () => {
  const rows = [
    { at: second, g0: 'b', folded: 0, m0: 0.5, i0: 0, u0: 0.1, n0: 10, m1: null, u1: 1 },
    { at: first, g0: '', folded: 1, m0: 1, i0: 1, u0: 0, n0: 1, m1: 0.25, u1: 0 },
    { at: first, g0: '', folded: 0, m0: null, i0: null, u0: 1, n0: 0, m1: 2, u1: 0 },
    { at: first, g0: 'b', folded: 0, m0: 0.75, i0: 0.5, u0: 0, n0: 4, m1: 1, u1: 0.5 },
  ];
  const told = toldOf(rows, asked, ['["b"]', '[""]']);

  test('by time, then by rank; what is folded comes last and is no group that is called so', () => {
    expect(told.rows).toEqual([
      ['2026-11-22T00:00:00.000Z', 'b', 0.75, 1],
      ['2026-11-22T00:00:00.000Z', null, null, 2],
      ['2026-11-22T00:00:00.000Z', 'others', 1, 0.25],
      ['2026-11-23T00:00:00.000Z', 'b', 0.5, null],
    ]);
    expect(told.folded).toEqual([2]);
  });

  test('shares stand in the order of the rows, of those measures that have some', () => {
    expect(told.shares).toEqual({
      inferred: { completion_rate: [0.5, null, 1, 0] },
      unknown: { completion_rate: [0, 1, 0, 0.1], cost: [0.5, 0, 0, 1] },
      n: { completion_rate: [4, 0, 1, 10] },
    });
  });

  test('columns: time, dimensions, measures with their unit and direction', () => {
    expect(columnsOf(asked).map(({ id, kind, unit, direction }) => [id, kind, unit, direction])).toEqual([
      ['time', 'time', null, null],
      ['agent', 'dimension', null, null],
      ['completion_rate', 'measure', 'ratio', true],
      ['cost', 'measure', 'usd', false],
    ]);
    expect(columnsOf({ ...asked, grain: 'none' })[0]!.id).toBe('agent');
  });
});

test('groups are told apart whatever they are called', () => {
  const two = [dimensionOf('agent'), dimensionOf('release')];
  expect(groupOf({ g0: 'a","b', g1: '' }, two)).not.toBe(groupOf({ g0: 'a', g1: 'b' }, two));
});

test('groups are ranked by the first measure, the largest first, unless said otherwise', () => {
  const measures = ['runs', 'cost'];
  expect(rankOf({ measures })).toEqual({ by: 0, direction: 'desc' });
  expect(rankOf({ measures, order: { by: 'cost', direction: 'asc' } })).toEqual({ by: 1, direction: 'asc' });
});
