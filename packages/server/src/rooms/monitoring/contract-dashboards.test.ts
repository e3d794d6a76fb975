import { describe, expect, test } from 'vitest';
import {
  DuplicateDashboard,
  IfDashboardVersion,
  ImportDashboard,
  Widget,
  WriteDashboard,
} from './contract-dashboards.ts';

const widget = { id: 'a', kind: 'line', query: { measures: ['runs'] }, layout: { x: 0, y: 0, w: 6, h: 4 } };
const fits = (over: object): boolean => Widget.safeParse({ ...widget, ...over }).success;

test('what is left out of a widget is said', () => {
  expect(Widget.parse(widget)).toEqual({
    ...{ ...widget, title: '' },
    query: { measures: ['runs'], dimensions: [], filters: [], grain: 'auto' },
  });
});

describe('a widget', () => {
  test.each([
    ['a kind that is none', { kind: 'pie' }],
    ['no measure', { query: { measures: [] } }],
    ['three dimensions', { query: { measures: ['runs'], dimensions: ['a', 'b', 'c'] } }],
    [
      'a filter without a value',
      { query: { measures: ['runs'], filters: [{ dimension: 'agent', op: 'is', values: [] }] } },
    ],
    [
      'a how that is none',
      { query: { measures: ['runs'], filters: [{ dimension: 'agent', op: 'like', values: ['x'] }] } },
    ],
    ['a comparison with anything else', { query: { measures: ['runs'], compare: 'last year' } }],
    ['a time of its own', { query: { measures: ['runs'], from: '2026-01-01T00:00:00Z' } }],
    ['half a column', { layout: { x: 0.5, y: 0, w: 6, h: 4 } }],
    ['a place left of the page', { layout: { x: -1, y: 0, w: 6, h: 4 } }],
    ['a place beyond it', { layout: { x: 7, y: 0, w: 6, h: 4 } }],
    ['an id with a path in it', { id: '../a' }],
  ])('cannot have %s', (_, over) => {
    expect(fits(over)).toBe(false);
  });
  test('can stand in every column', () => {
    for (let x = 0; x < 12; x++) expect(fits({ layout: { x, y: 999, w: 12 - x, h: 1 } })).toBe(true);
  });
});

test('a dashboard is of the whole workspace where no team is said, and of 24 hours', () => {
  expect(WriteDashboard.parse({ name: ' Costs ' })).toEqual({
    ...{ name: 'Costs', description: '', range: '24h', widgets: [], teamId: null },
  });
  const ids = (...all: string[]): boolean =>
    WriteDashboard.safeParse({ name: 'x', widgets: all.map((id) => ({ ...widget, id })) }).success;
  expect([ids('a', 'b'), ids('a', 'a')]).toEqual([true, false]);
  expect(ids(...Array.from({ length: 41 }, (_, n) => `w${n}`))).toBe(false);
});

test('a copy keeps its team unless another is said; null is the whole workspace', () => {
  expect(DuplicateDashboard.parse({})).toEqual({});
  expect(DuplicateDashboard.parse({ teamId: null })).toEqual({ teamId: null });
  expect(ImportDashboard.safeParse({ yaml: '' }).success).toBe(false);
  expect(ImportDashboard.safeParse({ yaml: 'x'.repeat(300_001) }).success).toBe(false);
});

test.each([
  ['"3"', true],
  ['3', true],
  ['*', false],
  ['W/"3"', false],
  ['', false],
])('If-Match %j', (version, ok) => {
  expect(IfDashboardVersion.safeParse({ 'if-match': version }).success).toBe(ok);
});
