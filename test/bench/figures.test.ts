import { describe, expect, test, vi } from 'vitest';
import { bucketLevel, countLevel, expectedFrom, idLevel } from './crash-compare.ts';
import { freshnessP95, lagBySteps } from './freshness.ts';
import { numbersFrom, printResult, quantile, weightedQuantile } from './report.ts';

test('quantiles by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile(hundred, 1), quantile([7], 0.5)]).toEqual([
    50, 99, 100, 7,
  ]);
  expect(quantile([], 0.5)).toBeNaN();
  expect(
    weightedQuantile(
      [
        { value: 1, weight: 96 },
        { value: 9, weight: 4 },
      ],
      0.95,
    ),
  ).toBe(1);
  expect(
    weightedQuantile(
      [
        { value: 1, weight: 94 },
        { value: 9, weight: 6 },
      ],
      0.95,
    ),
  ).toBe(9);
});

test('options are numbers, unknown ones and text are refused', () => {
  expect(numbersFrom(['--seconds', '5'], { seconds: 60, rate: 0 })).toEqual({ seconds: 5, rate: 0 });
  expect(() => numbersFrom(['--second', '5'], { seconds: 60 })).toThrow('--second');
  expect(() => numbersFrom(['--seconds', 'x'], { seconds: 60 })).toThrow('takes a number');
});

test('the last line is flat JSON, and what is unknown is null', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  printResult({ a_ms: 1.23456, b_ms: Number.NaN, c_ms: Number.POSITIVE_INFINITY, d: true });
  expect(log.mock.calls).toEqual([['{"a_ms":1.23,"b_ms":null,"c_ms":null,"d":true}']]);
  log.mockRestore();
});

describe('freshness', () => {
  const acks = [100, 200, 300].map((at) => ({ at, count: 10 }));

  test('runs from the 2xx to the first look that counts it', () => {
    expect(
      freshnessP95(acks, [
        { at: 150, count: 10 },
        { at: 450, count: 30 },
      ]),
    ).toBe(250);
    expect(freshnessP95(acks, [{ at: 300, count: 30 }])).toBe(200);
  });

  test('a look before the 2xx makes it fresh, not negative', () => {
    expect(freshnessP95([{ at: 100, count: 10 }], [{ at: 90, count: 10 }])).toBe(0);
  });

  test('what was never seen is infinitely late', () => {
    expect(freshnessP95(acks, [{ at: 400, count: 20 }])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the comparison after a crash', () => {
  test('finds the lost, the doubled and the never sent, span by span', () => {
    const expected = new Set(['a 1', 'a 2', 'a 3']);
    expect(idLevel('x', expected, ['a 1', 'a 2', 'a 3'])).toMatchObject({ lost: 0, doubled: 0 });
    expect(idLevel('x', expected, ['a 1', 'a 2', 'a 2'])).toMatchObject({ lost: 1, doubled: 1 });
    expect(idLevel('x', expected, ['a 1', 'a 2', 'a 3', 'b 9'])).toMatchObject({ lost: 0, doubled: 1 });
  });

  test('counts', () => {
    expect(countLevel('x', 5, 3)).toMatchObject({ lost: 2, doubled: 0 });
    expect(countLevel('x', 5, 6)).toMatchObject({ lost: 0, doubled: 1 });
  });

  const now = 1_800_000_000_000;
  const lines = [
    `a 1 ${now / 1000}`,
    `a 2 ${now / 1000 - 7200}`,
    `a 3 ${now / 1000 - 7200}`,
    `b 1 ${now / 1000 + 3 * 86_400}`,
  ];

  test('a start days ahead is expected in bucket 0, one minutes ahead where it says', () => {
    const { minutes, ids } = expectedFrom([...lines, `c 1 ${now / 1000 + 420}`], { runs: 3, invocations: 3, now });
    expect(ids.size).toBe(5);
    expect([...minutes].map(([minute, count]) => [minute === 0 ? 0 : (minute * 1000 - now) / 60_000, count])).toEqual([
      [0, 1],
      [-120, 2],
      [0, 1],
      [7, 1],
    ]);
  });

  test('a bucket that lost does not hide one that doubled, and open buckets are left out', () => {
    const { minutes } = expectedFrom(lines, { runs: 2, invocations: 2, now });
    const minute = now / 1000 - 7200;
    const at = (rows: [number, number][]) =>
      bucketLevel('metrics_1m', minutes, { rows: new Map(rows), width: 60, closedThrough: now / 1000 });
    expect(
      at([
        [minute, 2],
        [0, 1],
        [now / 1000, 99],
      ]),
    ).toMatchObject({ expected: 3, present: 3, lost: 0, doubled: 0 });
    expect(
      at([
        [minute, 1],
        [0, 2],
      ]),
    ).toMatchObject({ expected: 3, present: 3, lost: 1, doubled: 1 });
    expect(
      at([
        [minute, 2],
        [0, 1],
        [minute - 60, 4],
      ]),
    ).toMatchObject({ doubled: 4 });
    expect(at([])).toMatchObject({ lost: 3 });
  });

  test('wider buckets add up their minutes', () => {
    const minutes = new Map([
      [3600, 1],
      [3660, 2],
      [7200, 4],
    ]);
    const level = bucketLevel('metrics_1h', minutes, { rows: new Map([[3600, 3]]), width: 3600, closedThrough: 7200 });
    expect(level).toMatchObject({ expected: 3, present: 3, lost: 0, doubled: 0 });
  });
});

test('lag by steps is the age of the oldest acknowledgement not yet visible, and falls when it is', () => {
  const acks = [
    { at: 1_000, count: 10 },
    { at: 2_000, count: 10 },
  ];
  const seen = [
    { at: 1_500, count: 0 },
    { at: 2_500, count: 10 },
    { at: 6_500, count: 10 },
    { at: 7_000, count: 20 },
    { at: 11_000, count: 20 },
  ];
  expect(lagBySteps({ acks, seen }, 1_000, 5_000)).toEqual([500, 4_500, 0]);
});
