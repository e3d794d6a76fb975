import fc from 'fast-check';
import { expect, test } from 'vitest';
import { age, duration } from './duration.ts';

test.each([
  [null, '—'],
  [0, '0 ms'],
  [0.004, '<0.1 ms'],
  [0.05, '0.1 ms'],
  [0.42, '0.4 ms'],
  [9.96, '10 ms'],
  [820, '820 ms'],
  [999.6, '1.00 s'],
  [1240, '1.24 s'],
  [59_996, '1 min 00 s'],
  [184_000, '3 min 04 s'],
  [3_599_600, '1 h 00 min'],
  [7_500_000, '2 h 05 min'],
  [273_600_000, '3 d 04 h'],
  [-1240, '−1.24 s'],
])('%s ms reads %s', (ms, text) => expect(duration(ms)).toBe(text));

test('no duration shows sixty seconds, sixty minutes or a thousand milliseconds', () => {
  const overflow = /(^|\s)(60 s|60 min|60\.00 s|1000 ms)/;
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => !overflow.test(duration(ms))),
    { numRuns: 2000 },
  );
});

test('what took any time at all is not shown as none', () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, max: 1e9, noNaN: true }), (ms) => !/^0(\.0)? /.test(duration(ms))),
  );
});

test('longer is never shown as shorter of the same unit', () => {
  const value = (text: string): number => Number.parseFloat(text.replace('<', ''));
  const unit = (text: string): string => text.replace(/[\d.<]/g, '').trim();
  const time = fc.double({ min: 0.05, max: 60_000, noNaN: true });
  fc.assert(
    fc.property(time, time, (a, b) => {
      const [short, long] = [duration(Math.min(a, b)), duration(Math.max(a, b))];
      return unit(short) !== unit(long) || value(short) <= value(long);
    }),
  );
});

test('ages are whole and never negative', () => {
  expect([age(-5), age(4900), age(190_000), age(18_000_000), age(200_000_000)]).toEqual([
    '0 s',
    '4 s',
    '3 min',
    '5 h',
    '2 d',
  ]);
});
