import { expect, test } from 'vitest';
import { bodyOf, questionOf } from './question.ts';

const query = { measures: ['runs'], dimensions: [], filters: [], grain: 'auto' as const };
const now = Date.parse('2026-11-22T12:00:00.000Z');
const ask = (widget: Partial<Parameters<typeof questionOf>[0]>, scope: Parameters<typeof questionOf>[1] = {}) =>
  bodyOf(questionOf({ kind: 'line', query, ...widget }, scope, '7d'), now, 'Europe/Berlin');

test('the time is that of the page, else that of the dashboard', () => {
  expect(ask({})).toMatchObject({ from: '2026-11-15T12:00:00.000Z', to: '2026-11-22T12:00:00.000Z', timeZone: 'UTC' });
  expect(ask({}, { range: '1h', tz: 'local' })).toMatchObject({
    from: '2026-11-22T11:00:00.000Z',
    timeZone: 'Europe/Berlin',
  });
  const custom = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' };
  expect(ask({}, custom)).toMatchObject(custom);
  expect(ask({}, { range: 'all' }).from).toBe('2026-10-23T12:00:00.000Z');
});

test('team and environment of the page narrow every chart, beside its own filters', () => {
  const own = { dimension: 'agent', op: 'contains' as const, values: ['x'] };
  const { filters } = ask({ query: { ...query, filters: [own] } }, { team: 'tea_1', env: 'production' });
  expect(filters).toEqual([
    own,
    { dimension: 'team', op: 'is', values: ['tea_1'] },
    { dimension: 'environment', op: 'is', values: ['production'] },
  ]);
});

test('lines have steps of time, bars and figures have none, a table as it says', () => {
  const none = { ...query, grain: 'none' as const };
  expect(ask({ query: none }).grain).toBe('auto');
  expect(ask({ query: { ...query, grain: 'day' } }).grain).toBe('day');
  for (const kind of ['bar', 'stat'] as const) expect(ask({ kind }).grain).toBe('none');
  expect(ask({ kind: 'table', query: none }).grain).toBe('none');
  expect(ask({ kind: 'table', query: { ...query, grain: 'day' } }).grain).toBe('day');
});

test('compared is what the page or the widget compares, where it can be shown', () => {
  expect(ask({})).not.toHaveProperty('compare');
  expect(ask({}, { compare: 'previous' })).toMatchObject({ compare: 'previous' });
  expect(ask({ query: { ...query, compare: 'previous' } })).toMatchObject({ compare: 'previous' });
  expect(ask({ kind: 'bar' }, { compare: 'previous' })).not.toHaveProperty('compare');
});

test('the same question at another time is the same question', () => {
  const of = () => questionOf({ kind: 'line', query }, { team: 'tea_1' }, '24h');
  expect(of()).toEqual(of());
  expect(JSON.stringify(of())).not.toContain('2026');
});
