import fc from 'fast-check';
import { Widget } from 'signalbox/contract/monitoring/dashboards';
import { Query } from 'signalbox/contract/monitoring/query';
import { describe, expect, test } from 'vitest';
import type { Scope } from '../../../../app/scope.ts';
import { bodyOf, questionOf } from './question.ts';

const now = Date.parse('2026-11-22T12:34:56.789Z');
const query = { measures: ['runs'], dimensions: [], filters: [], grain: 'auto' as const };
const ask = (widget: Partial<Widget>, scope: Scope = {}) =>
  bodyOf(questionOf({ kind: 'line', query, ...widget }, scope, '24h'), now, 'America/St_Johns');

const word = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() === text);
const widget = fc
  .record({
    kind: fc.constantFrom('line', 'bar', 'stat', 'table'),
    query: fc.record(
      {
        measures: fc.array(word, { minLength: 1, maxLength: 10 }),
        dimensions: fc.array(word, { maxLength: 2 }),
        filters: fc.array(
          fc.record({
            dimension: word,
            op: fc.constantFrom('is', 'is_not', 'contains'),
            values: fc.array(fc.string(), { minLength: 1, maxLength: 5 }),
          }),
          { maxLength: 18 },
        ),
        grain: fc.constantFrom('none', 'minute', 'hour', 'day', 'week', 'auto'),
        compare: fc.constant('previous'),
      },
      { requiredKeys: ['measures'] },
    ),
  })
  .map((made) => Widget.parse({ ...made, id: 'a', layout: { x: 0, y: 0, w: 6, h: 4 } }));
const scope: fc.Arbitrary<Scope> = fc.record(
  {
    team: word,
    env: word,
    range: fc.constantFrom('15m', '1h', '24h', '7d', '30d', 'all'),
    tz: fc.constantFrom('local'),
    compare: fc.constant('previous'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Scope>;

describe('whatever widget on whatever page', () => {
  test('asks what the API takes, of a time that ends now and lasts', () => {
    fc.assert(
      fc.property(widget, scope, (one, where) => {
        const body = bodyOf(questionOf(one, where, '7d'), now, 'Europe/Berlin');
        const read = Query.safeParse(body);
        expect(read.error?.issues ?? []).toEqual([]);
        expect(Date.parse(body.to)).toBe(now);
        expect(Date.parse(body.from)).toBeLessThan(now);
      }),
    );
  });
  test('keeps its own filters first, and never widens them', () => {
    fc.assert(
      fc.property(widget, scope, (one, where) => {
        const { filters } = bodyOf(questionOf(one, where, '7d'), now, 'UTC');
        expect(filters.slice(0, one.query.filters.length)).toEqual(one.query.filters);
        const more = filters
          .slice(one.query.filters.length)
          .map(({ dimension, op, values }) => [dimension, op, values]);
        expect(more).toEqual([
          ...(where.team === undefined ? [] : [['team', 'is', [where.team]]]),
          ...(where.env === undefined ? [] : [['environment', 'is', [where.env]]]),
        ]);
      }),
    );
  });
  test('asks the same again, and changes nothing of the widget', () => {
    fc.assert(
      fc.property(widget, scope, (one, where) => {
        const before = structuredClone(one);
        const asked = questionOf(one, where, '7d');
        expect(bodyOf(asked, now, 'UTC')).toEqual(bodyOf(structuredClone(asked), now, 'UTC'));
        expect(one).toEqual(before);
      }),
    );
  });
});

describe('the time', () => {
  const hours = (body: { from: string; to: string }): number => (Date.parse(body.to) - Date.parse(body.from)) / 3.6e6;
  test.each([
    ['15m', 0.25],
    ['1h', 1],
    ['24h', 24],
    ['7d', 168],
    ['30d', 720],
    ['all', 720],
  ] as const)('%s is %d hours', (range, long) => {
    expect(hours(ask({}, { range }))).toBe(long);
  });
  test('is that of the dashboard where the page says none, and goes on with the clock', () => {
    const asked = questionOf({ kind: 'line', query }, {}, '1h');
    const later = bodyOf(asked, now + 60_000, 'UTC');
    expect(hours(later)).toBe(1);
    expect(Date.parse(later.to) - now).toBe(60_000);
  });
  test('with a beginning goes until now; with an end alone it lasts as long as the range', () => {
    expect(ask({}, { from: '2026-11-22T12:00:00Z' })).toMatchObject({
      ...{ from: '2026-11-22T12:00:00.000Z', to: new Date(now).toISOString() },
    });
    const until = ask({}, { to: '2026-11-20T00:00:00Z', range: '1h' });
    expect(until).toMatchObject({ from: '2026-11-19T23:00:00.000Z', to: '2026-11-20T00:00:00.000Z' });
  });
  test('is a moment, wherever it was picked', () => {
    const picked = { from: '2026-10-25T02:30:00+02:00', to: '2026-10-25T02:30:00+01:00' };
    expect(hours(ask({}, picked))).toBe(1);
  });
  test('a day ago is 24 hours, also where the clocks changed between', () => {
    const monday = Date.parse('2026-10-26T00:00:00+01:00');
    const asked = questionOf({ kind: 'line', query }, { tz: 'local' }, '24h');
    expect(bodyOf(asked, monday, 'Europe/Berlin')).toMatchObject({
      ...{ from: '2026-10-24T23:00:00.000Z', timeZone: 'Europe/Berlin' },
    });
  });
  test('days begin where the reader is only if asked so', () => {
    expect([ask({}).timeZone, ask({}, { tz: 'local' }).timeZone]).toEqual(['UTC', 'America/St_Johns']);
  });
});

describe('how much is told', () => {
  test('lines as many as have colours; single figures as one; lists longer', () => {
    const of = (kind: Widget['kind']): number => ask({ kind }).limit;
    expect([of('line'), of('stat')]).toEqual([5, 1]);
    expect(of('bar')).toBeGreaterThan(of('line'));
    expect(of('table')).toBeGreaterThan(of('bar'));
  });
  test('a widget that compares is asked so once, also where the page compares', () => {
    const own = { ...query, compare: 'previous' as const };
    for (const kind of ['line', 'stat'] as const) expect(ask({ kind, query: own }).compare).toBe('previous');
    for (const kind of ['bar', 'table'] as const)
      expect(ask({ kind, query: own }, { compare: 'previous' })).not.toHaveProperty('compare');
  });
});
