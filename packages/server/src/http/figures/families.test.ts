import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ingest } from '../../ingest/index.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { AppError } from '../../spine/errors.ts';
import { readExposition } from './exposition.fixture.ts';
import { exposition } from './family.ts';
import { families, type Told } from './families.ts';
import { Meters, meteredIngest, meteredWarehouse, Timings } from './meters.ts';

const since = '2026-11-22T12:00:00.000Z';
type Health = Told['health'];
const health = (over: Partial<Health> = {}): Health =>
  ({
    ...{ status: 'ok', version: '1', state: { kind: 'pglite', status: 'up', since } },
    ...{ warehouse: { status: 'up', since, restarts: 2 }, ingest: null, rebuild: { lagSeconds: null } },
    disk: { status: 'ok', freeBytes: 10, usedPercent: 25 },
    ...over,
  }) as Health;
const told = (over: Partial<Told> = {}): Told => ({
  ...{ health: health(), ledgerSeq: null, jobLagSeconds: null, cpuSeconds: 1, rssBytes: 1, uptimeSeconds: 1 },
  ...over,
});
const read = (over: Partial<Told> = {}, meters = new Meters()) =>
  readExposition(exposition(families(meters, told(over))));
const value = (all: ReturnType<typeof read>, name: string) => all.get(`signalbox_${name}`)?.samples[0]?.value;

describe('figures of a process', () => {
  test('that knows nothing yet can be read, and what is unknown is left out: it is not 0', () => {
    const all = read();
    for (const name of [
      'ledger_seq',
      'job_lag_seconds',
      'rebuild_lag_seconds',
      'spool_bytes',
      'ingest_accepted_spans_total',
    ])
      expect(all.has(`signalbox_${name}`), name).toBe(false);
    expect(value(all, 'ingest_accepted_bytes_total')).toBe(0);
  });

  test('a known 0 stands', () => {
    const all = read({ ledgerSeq: 0, jobLagSeconds: 0, health: health({ rebuild: { lagSeconds: 0 } }) });
    expect(['ledger_seq', 'job_lag_seconds', 'rebuild_lag_seconds'].map((name) => value(all, name))).toEqual([0, 0, 0]);
  });

  test('stand in the unit of their name', () => {
    const ingest = { acceptedSpans: 3, spoolSegments: 1, spoolBytes: 9, spoolAgeMs: 2_500, quarantined: 0 };
    const all = read({ health: health({ ingest: ingest as Health['ingest'] }) });
    expect(value(all, 'spool_age_seconds')).toBe(2.5);
    expect(value(all, 'disk_used_ratio')).toBe(0.25);
    expect(value(all, 'warehouse_restarts_total')).toBe(2);
  });

  test.each(['starting', 'up', 'down'] as const)('a warehouse that is %s has one state', (status) => {
    const all = read({ health: health({ warehouse: { status, since, restarts: 0 } as Health['warehouse'] }) });
    const set = all.get('signalbox_warehouse_state')!.samples.filter((one) => one.value === 1);
    expect(set.map(({ labels }) => labels['state'])).toEqual([status]);
  });

  test('a control state that is down is said as 0, not left out', () => {
    const state = { kind: 'pglite', status: 'down', since } as Health['state'];
    expect(value(read({ health: health({ state }) }), 'state_up')).toBe(0);
    expect(value(read(), 'state_up')).toBe(1);
  });

  test('have one name each, with help in one sentence and advice', () => {
    const all = families(new Meters(), told());
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name, help, advice } of all) {
      expect(help, name).toMatch(/^[A-Z][^\n]+\.$/);
      expect(advice, name).toMatch(/[.?]$/);
    }
  });

  test('codes are labels, whatever stands in them', () => {
    const codes = fc.uniqueArray(fc.string({ unit: 'grapheme' }).filter((code) => !/[\r]/.test(code)));
    fc.assert(
      fc.property(codes, (given) => {
        const meters = new Meters();
        for (const code of given) meters.refused.set(code, 1);
        const samples = read({}, meters).get('signalbox_ingest_refused_requests_total')?.samples ?? [];
        expect(samples.map(({ labels }) => labels['code'])).toEqual(given);
      }),
    );
  });
});

test('after any times, buckets hold those at most as long, and nothing is lost', () => {
  const seconds = fc.oneof(fc.double({ min: 0, max: 60, noNaN: true }), fc.constantFrom(0.005, 0.1, 1, 30));
  fc.assert(
    fc.property(fc.array(seconds), (times) => {
      const timings = new Timings();
      for (const one of times) timings.note(one);
      for (const { suffix, labels, value: n } of timings.samples({ route: 'x' })) {
        expect(labels?.['route']).toBe('x');
        if (suffix === '_bucket') {
          const le = labels!['le'] === '+Inf' ? Infinity : Number(labels!['le']);
          expect(n).toBe(times.filter((one) => one <= le).length);
        } else if (suffix === '_count') expect(n).toBe(times.length);
        else
          expect(n).toBeCloseTo(
            times.reduce((sum, one) => sum + one, 0),
            6,
          );
      }
    }),
  );
});

describe('a stream of the warehouse', () => {
  const streaming = (make: () => AsyncGenerator<number[]>) => {
    const meters = new Meters();
    const warehouse = meteredWarehouse({ stream: make } as unknown as Warehouse, meters);
    return { meters, rows: () => warehouse.stream<number>('') };
  };
  const timed = (meters: Meters): number => meters.queries.samples().at(-1)!.value;

  test('that breaks after its first rows has failed, and is counted as such by its code', async () => {
    const { meters, rows } = streaming(async function* () {
      yield [1];
      throw new AppError('warehouse.limit', { params: { limit: 'time' } });
    });
    const all = async () => {
      for await (const _ of rows());
    };
    await expect(all()).rejects.toMatchObject({ code: 'warehouse.limit' });
    expect([...meters.failedQueries]).toEqual([['warehouse.limit', 1]]);
    expect(timed(meters)).toBe(1);
  });

  test('that its reader leaves has not failed, and is timed once', async () => {
    const { meters, rows } = streaming(async function* () {
      yield [1];
      yield [2];
    });
    for await (const _ of rows()) break;
    expect([timed(meters), meters.failedQueries.size]).toEqual([1, 0]);
  });

  test('that nobody reads is not timed', () => {
    const { meters, rows } = streaming(async function* () {});
    rows();
    expect(timed(meters)).toBe(0);
  });
});

test('what is no error of ours is a defect; refusals of one code add up and keep no bytes', async () => {
  const meters = new Meters();
  const accept = () => Promise.reject(new TypeError('x'));
  const ingest = meteredIngest({ accept } as unknown as Ingest, meters);
  for (let n = 0; n < 2; n++) await expect(ingest.accept({ body: new Uint8Array(7) } as never)).rejects.toThrow('x');
  expect([...meters.refused]).toEqual([['defect', 2]]);
  expect([meters.acceptedBytes, meters.accepts.samples().at(-1)!.value]).toEqual([0, 0]);
});
