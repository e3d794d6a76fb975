import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDays, rangeOf } from '../totals/range.ts';
import { windowOf, windowParams } from './window.ts';

const hour = 3600;
const never = 4_294_967_295;
const start = 1_795_325_040;
const row = (changes: object = {}) => ({
  ...{ trace_id: 't', state: 'ended' as never, marks: [] as string[], first_bucket_s: start },
  ...{ last_end_ns: `${start + 90}000000000` },
  ...changes,
});
const bounds = (changes: object, now = start * 1000): [number, number] => {
  const { low, high } = windowOf('wsp', row(changes) as never, now);
  return [low, high];
};

describe('the time a trace is looked for in', () => {
  test('is what its row says and an hour around it', () => {
    expect(bounds({})).toEqual([start - hour, start + 90 + hour]);
  });

  test('of one that goes on reaches a day beyond now, or beyond its own end where its clock is ahead', () => {
    const now = (start + 500) * 1000;
    expect(bounds({ state: 'running' }, now)[1]).toBe(start + 500 + 25 * hour);
    const ahead = { state: 'running', last_end_ns: `${start + 9000}000000000` };
    expect(bounds(ahead, now)[1]).toBe(start + 9000 + 25 * hour);
  });

  test('is all time where the clock cannot be believed', () => {
    expect(bounds({ marks: ['clock_suspect'] })).toEqual([0, never]);
    expect(bounds({ first_bucket_s: 0 })).toEqual([0, never]);
  });

  test('whatever the row says, both ends are seconds that a DateTime holds, in order', () => {
    const anyRow = fc.record({
      state: fc.constantFrom('running', 'ended', 'lost'),
      marks: fc.subarray(['clock_suspect', 'no_end', 'sampled']),
      first_bucket_s: fc.nat(never),
      last_end_ns: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    });
    fc.assert(
      fc.property(anyRow, fc.nat(8.64e15), (changes, now) => {
        for (const at of bounds(changes, now)) {
          expect(Number.isInteger(at)).toBe(true);
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(never);
        }
      }),
    );
  });

  test('is handed to the engine as parameters, never as text of SQL', () => {
    const hostile = "x' OR 1=1 --";
    const window = windowOf(hostile, row({ trace_id: hostile }) as never, 0);
    expect(windowParams(window)).toEqual({ workspace: hostile, trace: hostile, low: window.low, high: window.high });
  });
});

describe('the range of totals', () => {
  const lastMinute = Math.floor(never / 60) * 60;

  test('is whole minutes: from the one that holds the beginning to the end of the one that holds the end', () => {
    expect(rangeOf({ from: '2026-11-22T12:00:59.999Z', to: '2026-11-22T12:00:00.001Z' })).toEqual({
      low: Date.parse('2026-11-22T12:00:00Z') / 1000,
      high: Date.parse('2026-11-22T12:01:00Z') / 1000,
    });
    expect(rangeOf({ to: '2026-11-22T12:00:00Z' }).high).toBe(Date.parse('2026-11-22T12:00:00Z') / 1000);
  });

  test('without ends is all time; beyond what a DateTime holds it is cut to that', () => {
    expect(rangeOf({})).toEqual({ low: 0, high: lastMinute });
    expect(rangeOf({ from: '1950-01-01T00:00:00Z', to: '2900-01-01T00:00:00Z' })).toEqual({ low: 0, high: lastMinute });
    expect(rangeOf({ from: '2900-01-01T00:00:00Z', to: '1950-01-01T00:00:00Z' })).toEqual({ low: lastMinute, high: 0 });
  });

  test('holds the moment it was asked about, whatever that is', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(lastMinute * 1000), noInvalidDate: true }), (date) => {
        const iso = date.toISOString();
        const { low, high } = rangeOf({ from: iso, to: iso });
        expect([low % 60, high % 60]).toEqual([0, 0]);
        expect(low * 1000).toBeLessThanOrEqual(date.getTime());
        expect(high * 1000).toBeGreaterThanOrEqual(date.getTime());
        expect(high - low).toBeLessThanOrEqual(60);
      }),
    );
  });

  test('the last days end now, or where it is said, and begin that long before', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(lastDays(7, {}, now)).toEqual({ from: '2026-11-15T12:00:00.000Z', to: '2026-11-22T12:00:00.000Z' });
    expect(lastDays(1, { to: '2026-01-02T00:00:00Z' }, now).from).toBe('2026-01-01T00:00:00.000Z');
    expect(lastDays(1, { from: '2026-01-01T00:00:00Z' }, now)).toEqual({
      ...{ from: '2026-01-01T00:00:00Z', to: '2026-11-22T12:00:00.000Z' },
    });
    expect(lastDays(7, { to: '1970-01-02T00:00:00Z' }, now).from).toBe('1970-01-01T00:00:00.000Z');
  });
});
