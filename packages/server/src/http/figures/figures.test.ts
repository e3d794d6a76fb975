import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ingest, IngestRequest } from '../../ingest/index.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { AppError } from '../../spine/errors.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';
import { readExposition } from './exposition.fixture.ts';
import { exposition } from './family.ts';
import { Meters, meteredIngest, meteredWarehouse, Timings } from './meters.ts';
import { figureRoutes } from './routes.ts';

let edge: TestEdge;
let key: string;
const meters = new Meters();
beforeAll(async () => {
  edge = await openTestEdge();
  figureRoutes(edge.app, { meters, health: edge.health, jobLag: async () => 2.5 });
  key = await edge.key({ scopes: ['read'] });
});
afterAll(() => edge.stop());

describe('/metrics', () => {
  test('is text that Prometheus reads, with every figure promised', async () => {
    const answer = await edge.call(key, 'GET', '/metrics');
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const read = readExposition(await answer.text());
    for (const name of [
      ...['ingest_accepted_spans_total', 'ingest_accepted_bytes_total', 'ingest_rejected_spans_total'],
      ...[
        'spool_segments',
        'spool_age_seconds',
        'warehouse_insert_seconds',
        'warehouse_query_seconds',
        'warehouse_state',
      ],
      ...['job_lag_seconds', 'ledger_seq', 'process_resident_memory_bytes', 'process_cpu_seconds_total'],
    ])
      expect(read.has(`signalbox_${name}`), name).toBe(true);
    const value = (name: string): number => read.get(`signalbox_${name}`)!.samples[0]!.value;
    expect(value('job_lag_seconds')).toBe(2.5);
    expect(value('ledger_seq')).toBeGreaterThan(0);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    const states = read.get('signalbox_warehouse_state')!.samples.map((one) => [one.labels['state'], one.value]);
    expect(states.filter(([, set]) => set === 1)).toEqual([['up', 1]]);
  });

  test('is for keys that may read and for nobody else, also from this machine', async () => {
    const ingest = await edge.key({ scopes: ['ingest'] });
    expect((await edge.call(null, 'GET', '/metrics')).status).toBe(401);
    expect((await edge.call(ingest, 'GET', '/metrics')).status).toBe(403);
    expect((await edge.call(ingest, 'GET', '/api/v1/figures')).status).toBe(403);
  });

  test('has the same figures as the API, which says what to do about each', async () => {
    const { items } = (await (await edge.call(key, 'GET', '/api/v1/figures')).json()) as {
      items: { name: string; advice: string; samples: unknown[] }[];
    };
    const text = readExposition(await (await edge.call(key, 'GET', '/metrics')).text());
    expect(items.filter(({ samples }) => samples.length > 0).map(({ name }) => name)).toEqual([...text.keys()]);
    expect(items.every(({ advice }) => advice.length > 20)).toBe(true);
  });
});

describe('what is counted', () => {
  test('requests that were kept, parts that were not, and refusals by code', async () => {
    const own = new Meters();
    let answer: () => Promise<{ rejected: number; message: string }> = async () => ({ rejected: 2, message: '' });
    const inner = { accept: () => answer(), status: () => ({}), close: async () => {} } as unknown as Ingest;
    const ingest = meteredIngest(inner, own);
    const request = { body: new Uint8Array(7) } as IngestRequest;
    await ingest.accept(request);
    answer = () => Promise.reject(new AppError('ingest.overloaded', { params: { seconds: 1 } }));
    await expect(ingest.accept(request)).rejects.toMatchObject({ code: 'ingest.overloaded' });
    expect([own.acceptedBytes, own.rejectedSpans, [...own.refused]]).toEqual([7, 2, [['ingest.overloaded', 1]]]);
    expect(own.accepts.samples().at(-1)!.value).toBe(1);
  });

  test('questions, streams and inserts of the warehouse, and those that fail', async () => {
    const own = new Meters();
    const inner = {
      query: async () => [1],
      bytes: () => Promise.reject(new AppError('warehouse.limit', { params: { limit: 'time' } })),
      async *stream() {
        yield [1];
      },
      insertBlock: async () => {},
    } as unknown as Warehouse;
    const warehouse = meteredWarehouse(inner, own);
    expect(await warehouse.query('')).toEqual([1]);
    await expect(warehouse.bytes('')).rejects.toMatchObject({ code: 'warehouse.limit' });
    for await (const rows of warehouse.stream('')) expect(rows).toEqual([1]);
    await warehouse.insertBlock({} as never);
    expect([own.queries.samples().at(-1)!.value, own.inserts.samples().at(-1)!.value]).toEqual([3, 1]);
    expect([...own.failedQueries]).toEqual([['warehouse.limit', 1]]);
  });

  test('times stand in every bucket from theirs on', () => {
    const timings = new Timings();
    for (const seconds of [0.005, 0.2, 99]) timings.note(seconds);
    const at = Object.fromEntries(
      timings.samples().map(({ labels, suffix, value }) => [labels?.['le'] ?? suffix, value]),
    );
    expect(at).toMatchObject({ 0.005: 1, 0.1: 1, 0.25: 2, 30: 2, '+Inf': 3, _count: 3, _sum: 99.205 });
  });
});

test('labels and help are escaped; what is unknown is left out', () => {
  const family = { name: 'a_b', type: 'gauge', advice: '', help: 'x\\y\nz' } as const;
  const labels = { code: 'say "no"\\\n' };
  const text = exposition([
    { ...family, samples: [{ labels, value: 1.5 }] },
    { ...family, name: 'c', samples: [] },
  ]);
  expect(text).toBe('# HELP a_b x\\\\y\\nz\n# TYPE a_b gauge\na_b{code="say \\"no\\"\\\\\\n"} 1.5\n');
  expect(readExposition(text).get('a_b')!.samples[0]!.labels).toEqual(labels);
  expect(() => readExposition('a 1\n')).toThrow('not a sample');
});
