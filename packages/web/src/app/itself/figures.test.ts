import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Figure, titleOf, valuesOf } from './figures.ts';

const gauge = (name: string, value: number, labels = {}): Figure => ({
  ...{ name: `signalbox_${name}`, type: 'gauge', help: '', advice: '' },
  samples: [{ suffix: '', labels, value }],
});
const times = (count: number, buckets: [le: string, value: number][]): Figure => ({
  ...{ name: 'signalbox_x_seconds', type: 'histogram', help: '', advice: '' },
  samples: [
    ...buckets.map(([le, value]) => ({ suffix: '_bucket', labels: { le }, value })),
    { suffix: '_count', labels: {}, value: count },
  ],
});

describe('a figure in words', () => {
  test.each([
    ['spool_bytes', 0, '0 B'],
    ['ingest_accepted_bytes_total', 1_234_567, '1.2 MB'],
    ['disk_used_ratio', 0.999, '99.9 %'],
    ['process_uptime_seconds', 86_400, '86,400 s'],
    ['process_cpu_seconds_total', 9.94, '9.9 s'],
    ['state_up', 1, 'up'],
    ['ledger_seq', 12_345, '12,345'],
    // A word that ends like a unit is none.
    ['warehouse_restarts_total', 3, '3'],
  ])('%s of %d is %s', (name, value, said) => expect(valuesOf(gauge(name, value))).toEqual([said]));

  test('each label has its line, in the order told', () => {
    const one = gauge('warehouse_failed_total', 3, { code: 'warehouse.limit' });
    const two = gauge('', 1, { code: 'warehouse.failed' });
    expect(valuesOf({ ...one, samples: [...one.samples, ...two.samples] })).toEqual([
      'warehouse.limit 3',
      'warehouse.failed 1',
    ]);
  });

  test('a state that is none of those known is told as nothing', () => {
    expect(valuesOf(gauge('warehouse_state', 0, { state: 'up' }))).toEqual([]);
  });
});

describe('times', () => {
  test('of nothing are nothing, and not 0 s', () => {
    expect(
      valuesOf(
        times(0, [
          ['0.1', 0],
          ['+Inf', 0],
        ]),
      ),
    ).toEqual([]);
  });

  test('one stands for both', () => {
    expect(
      valuesOf(
        times(1, [
          ['0.1', 0],
          ['1', 1],
          ['+Inf', 1],
        ]),
      ),
    ).toEqual(['p50 ≤ 1 s, p95 ≤ 1 s', '1 in all']);
  });

  test.each([
    ['0.005', '≤ 5 ms'],
    ['0.25', '≤ 250 ms'],
    ['2.5', '≤ 2.5 s'],
    ['+Inf', 'over 30 s'],
  ])('up to %s is %s', (le, said) => expect(valuesOf(times(4, [[le, 4]]))[0]).toBe(`p50 ${said}, p95 ${said}`));

  test('at exactly half and at exactly 95 of 100, the bucket that holds them is named', () => {
    expect(
      valuesOf(
        times(100, [
          ['0.1', 50],
          ['1', 95],
          ['+Inf', 100],
        ]),
      )[0],
    ).toBe('p50 ≤ 100 ms, p95 ≤ 1 s');
    expect(
      valuesOf(
        times(100, [
          ['0.1', 49],
          ['1', 94],
          ['+Inf', 100],
        ]),
      )[0],
    ).toBe('p50 ≤ 1 s, p95 over 30 s');
  });

  test('the median is never above the 95th percentile', () => {
    const les = ['0.01', '0.1', '1', '10', '+Inf'];
    const at = (said: string): number => ['≤ 10 ms', '≤ 100 ms', '≤ 1 s', '≤ 10 s', 'over 30 s'].indexOf(said);
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }), (each) => {
        let sum = 0;
        const buckets = les.map((le, n): [string, number] => [le, (sum += each[n]!)]);
        fc.pre(sum > 0);
        const [, p50, p95] = /^p50 (.*), p95 (.*)$/.exec(valuesOf(times(sum, buckets))[0]!)!;
        expect(at(p50!)).toBeGreaterThanOrEqual(0);
        expect(at(p50!)).toBeLessThanOrEqual(at(p95!));
      }),
    );
  });
});

test.each([
  ['signalbox_disk_used_ratio', 'Disk used'],
  ['signalbox_process_cpu_seconds_total', 'Process cpu'],
  ['signalbox_ledger_seq', 'Ledger seq'],
  // Spans and bytes of the same requests stand beside each other.
  ['signalbox_ingest_accepted_bytes_total', 'Ingest accepted (bytes)'],
  ['signalbox_ingest_accepted_spans_total', 'Ingest accepted spans'],
])('%s is called %s', (name, title) => expect(titleOf(name)).toBe(title));
