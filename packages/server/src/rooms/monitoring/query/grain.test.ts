import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitRange } from '../views/totals/tiers.ts';
import { type Grain, grainOf, hasWholeHours, isTimeZone, pointsIn, stepSql, strideOf, tiersFor } from './grain.ts';

const [hour, day] = [3600, 86_400];
const closed = { after: 4_000_000_000, also: [] };
const low = 1_795_341_600;

describe('auto', () => {
  test.each<[number, Grain]>([
    [hour, 'minute'],
    [3 * hour, 'minute'],
    [day, 'hour'],
    [7 * day, 'hour'],
    [8 * day, 'day'],
    [370 * day, 'day'],
    [700 * day, 'week'],
  ])('%i s by the %s', (length, expected) => expect(grainOf('auto', { low, high: low + length })).toBe(expected));

  test('never takes more than some hundreds of steps, nor changes what was asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 1500 * day }), (length) => {
        const range = { low, high: low + length };
        expect(pointsIn(grainOf('auto', range), range)).toBeLessThanOrEqual(370);
        expect(grainOf('week', range)).toBe('week');
      }),
    );
  });
});

describe('tiers', () => {
  const range = { low: low + 60, high: low + 60 + 5 * day };
  const tiers = (grain: Grain, zone: string) => tiersFor(grain, zone, splitRange(range, closed)).map(([tier]) => tier);

  test.each<[Grain, string, string[]]>([
    ['none', 'Asia/Kolkata', ['1d', '1h', '1m']],
    ['day', 'UTC', ['1d', '1h', '1m']],
    ['week', 'UTC', ['1d', '1h', '1m']],
    ['hour', 'UTC', ['1h', '1m']],
    ['day', 'Europe/Berlin', ['1h', '1m']],
    ['hour', 'Europe/Berlin', ['1h', '1m']],
    ['day', 'Asia/Kolkata', ['1m']],
    ['minute', 'UTC', ['1m']],
  ])('of the %s in %s', (grain, zone, expected) => expect(tiers(grain, zone)).toEqual(expected));

  test('cover what is closed, each second once', () => {
    const split = splitRange(range, { after: low + 2 * day, also: [low + 3600] });
    const length = (ranges: readonly { low: number; high: number }[]) =>
      ranges.reduce((sum, one) => sum + one.high - one.low, 0);
    for (const grain of ['none', 'minute', 'hour', 'day', 'week'] as const)
      for (const zone of ['UTC', 'Asia/Kathmandu'])
        expect(length(tiersFor(grain, zone, split).flatMap(([, ranges]) => ranges))).toBe(
          range.high - range.low - length(split.live),
        );
    expect(tiersFor('day', 'UTC', splitRange(range, { after: -60, also: [] }))).toEqual([]);
  });
});

test('zones whose hours are no hours of UTC are known, also those that are so for half of a year', () => {
  const year = { low, high: low + 365 * day };
  for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])
    expect(hasWholeHours(zone, year)).toBe(true);
  for (const zone of ['Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Adelaide', 'Australia/Lord_Howe'])
    expect(hasWholeHours(zone, year)).toBe(false);
  expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', "UTC'", ''].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('a step begins where its zone says, which is a parameter', () => {
  expect(stepSql('minute', 'b')).toBe('toUnixTimestamp(b)');
  for (const grain of ['hour', 'day', 'week'] as const) expect(stepSql(grain, 'b')).toContain('{zone:String}');
  expect(['minute', 'hour', 'day', 'week'].map((grain) => strideOf(grain as Grain))).toEqual([60, 900, 3600, 3600]);
});
