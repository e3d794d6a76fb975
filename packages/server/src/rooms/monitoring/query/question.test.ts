import { describe, expect, test } from 'vitest';
import { Query } from '../contract-query.ts';
import { filterParams, filterSql } from './filters.ts';
import { sources } from './catalogue/sources.ts';
import { questionOf } from './question.ts';

const base = { measures: ['runs'], from: '2026-11-20T00:00:30Z', to: '2026-11-22T00:00:00Z' };
const asked = (more: object = {}) => questionOf(Query.parse({ ...base, ...more }));

describe('a question', () => {
  test('takes whole minutes, and dimensions of conditions with its own', () => {
    const { range, allDimensions, grain } = asked({
      dimensions: ['agent'],
      filters: [
        { dimension: 'user', op: 'is', values: ['u'] },
        { dimension: 'agent', op: 'is_not', values: ['x'] },
      ],
    });
    expect(range).toEqual({ low: Date.UTC(2026, 10, 20) / 1000, high: Date.UTC(2026, 10, 22) / 1000 });
    expect(allDimensions.map(({ id }) => id)).toEqual(['agent', 'user']);
    expect(grain).toBe('none');
  });

  test('reads times of any zone', () => {
    const { range } = asked({ from: '2026-11-20T05:30:00+05:30', grain: 'auto' });
    expect(range.low).toBe(Date.UTC(2026, 10, 20) / 1000);
  });

  test.each([
    [{ measures: [] }],
    [{ measures: Array.from({ length: 11 }, () => 'runs') }],
    [{ dimensions: ['a', 'b', 'c'] }],
    [{ filters: [{ dimension: 'agent', op: 'is', values: [] }] }],
    [{ filters: [{ dimension: 'agent', op: 'like', values: ['x'] }] }],
    [{ limit: 0 }],
    [{ limit: 201 }],
    [{ from: 'yesterday' }],
    [{ grain: 'year' }],
    [{ compare: 'last year' }],
  ])('has the shape of the contract, not %j', (more) => {
    expect(Query.safeParse({ ...base, ...more }).success).toBe(false);
  });
});

describe('conditions', () => {
  const sql = (dimension: string, op: 'is' | 'is_not' | 'contains', source: string) =>
    filterSql(
      [{ dimension, op, values: ["'"] }],
      sources.find(({ name }) => name === source)!,
    );

  test('stand on the column of their source, so that its index can serve them', () => {
    expect(sql('user', 'is', 'runs')).toBe(' AND x.user_id IN {f0:Array(String)}');
    expect(sql('user', 'is_not', 'steps of runs')).toBe(' AND r.user_id NOT IN {f0:Array(String)}');
    expect(sql('model', 'contains', 'steps')).toContain('positionCaseInsensitiveUTF8(toString(x.model), w)');
  });

  test('on tags hold where any fits, or none', () => {
    expect(sql('tag', 'is', 'runs')).toMatch(/^ AND hasAny\(/);
    expect(sql('tag', 'is_not', 'runs')).toMatch(/^ AND NOT hasAny\(/);
    expect(sql('tag', 'contains', 'runs')).toMatch(/^ AND arrayExists\(v -> /);
  });

  test('each have a parameter of their own', () => {
    const filters = [
      { dimension: 'agent', op: 'is' as const, values: ['a', "b'"] },
      { dimension: 'agent', op: 'is_not' as const, values: ['c'] },
    ];
    expect(filterParams(filters)).toEqual({ f0: ['a', "b'"], f1: ['c'] });
    expect(filterSql(filters, sources[0]!)).toBe(
      ' AND x.agent IN {f0:Array(String)} AND x.agent NOT IN {f1:Array(String)}',
    );
  });
});
