import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestWarehouse } from '../../adapters/clickhouse/test-warehouse.fixture.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { Handled } from '../../spine/handled-inserts.ts';
import { RowWriter } from '../../spine/rowbinary/row-writer.ts';
import type { Sender } from '../rows.ts';
import { spoolTables } from '../spool/tables.ts';
import { traceIdOf } from './ids.ts';
import { event, type Event, read } from './parts.fixture.ts';
import { keyOfTrace, newInserts, partsOf, quoted, sizesOf, touchedTraces } from './stored-parts.ts';

let warehouse: Warehouse;
beforeAll(async () => void (warehouse = await openTestWarehouse()));
afterAll(() => warehouse.close());
beforeEach(() => warehouse.command('TRUNCATE TABLE parts'));

/** Any moment: what counts is which insert is which. */
const moment = 1_795_325_000_000_000;
let tokens = 0;
async function insert(batch: readonly Event[], at: number, from: Partial<Sender> = {}): Promise<void> {
  const out = new RowWriter();
  for (const row of read(batch, from).parts) spoolTables.parts.write(out, row);
  await warehouse.insertBlock({
    ...{ table: 'parts', columns: spoolTables.parts.columns, token: `test-${++tokens}` },
    constants: { ingested_at: `fromUnixTimestamp64Micro(${at})` },
    source: { bytes: Uint8Array.from(out.view()) },
  });
}
const of = (trace: string, teamId = 'tea_1') => ({ workspaceId: 'wsp_1', teamId, traceId: traceIdOf(trace) });
const span = (id: string, traceId: string | null, type = 'span-create'): Event =>
  event(type, { id, ...(traceId !== null && { traceId }) });

test('inserts are found once each, one that turns up behind the watermark too', async () => {
  const handled = new Handled({ after: 0, near: [] });
  await insert([span('a', 't')], moment);
  const first = await newInserts(warehouse, handled);
  expect(first).toEqual([{ at: moment, rows: 1 }]);
  handled.add(first);
  expect(await newInserts(warehouse, handled)).toEqual([]);
  await insert([span('b', 't'), span('c', 't')], moment - 5_000_000);
  expect(await newInserts(warehouse, handled)).toEqual([{ at: moment - 5_000_000, rows: 2 }]);
});

test('an event sent again with the same body is one row, with another body two', async () => {
  const sent = span('a', 't');
  await insert([sent], moment);
  await insert([sent], moment + 1);
  await insert([{ ...sent, body: { ...sent.body, name: 'other' } }], moment + 2);
  const [row] = await warehouse.query<{ n: string }>('SELECT count() AS n FROM parts FINAL');
  expect(row!.n).toBe('2');
});

describe('traces that an insert touches', () => {
  test('are those it names, each team’s apart', async () => {
    await insert([span('a', 't'), span('b', 'u'), span('c', 't')], moment);
    await insert([span('a', 't')], moment + 1, { teamId: 'tea_2' });
    await insert([span('z', 'v')], moment + 2);
    const inserts = [moment, moment + 1].map((at) => ({ at, rows: 1 }));
    const touched = (await touchedTraces(warehouse, inserts)).map(keyOfTrace).toSorted();
    expect(touched).toEqual([of('t'), of('u'), of('t', 'tea_2')].map(keyOfTrace).toSorted());
  });

  test('are all traces of an observation that it does not place; none while nobody has', async () => {
    await insert([span('a', null, 'span-update')], moment);
    expect(await touchedTraces(warehouse, [{ at: moment, rows: 1 }])).toEqual([]);
    await insert([span('a', 't'), span('a', 'u')], moment + 1);
    const touched = (await touchedTraces(warehouse, [{ at: moment, rows: 1 }])).map(keyOfTrace).toSorted();
    expect(touched).toEqual([of('t'), of('u')].map(keyOfTrace).toSorted());
  });
});

describe('parts of traces', () => {
  test('are read with those that name an observation of theirs and no trace', async () => {
    await insert(
      [span('a', 't'), span('a', null, 'span-update'), span('b', null, 'span-update'), span('b', 'v')],
      moment,
    );
    await insert([span('a', null, 'span-update')], moment + 1, { teamId: 'tea_2' });
    const found = await partsOf(warehouse, [of('t')]);
    const parts = found.get(keyOfTrace(of('t')))!;
    expect(parts.map((part) => [part.type, part.traceId]).toSorted()).toEqual([
      ['span-create', traceIdOf('t')],
      ['span-update', ''],
    ]);
    expect(parts[0]).toMatchObject({
      keyId: 'key_1',
      agent: null,
      kind: 'observation',
      receivedAt: expect.any(Number),
    });
    expect(parts[0]!.body).toMatchObject({ id: 'a' });
  });

  test('of a trace that is too large are its first by the events’ time', async () => {
    const events = Array.from({ length: 10 }, (_, at) =>
      event('span-create', { id: `o${at}`, traceId: 't', input: 'x'.repeat(1000) }),
    );
    await insert(events.toReversed(), moment);
    const sizes = await sizesOf(warehouse, [of('t')]);
    expect([...sizes.values()][0]).toBeGreaterThan(10_000);
    const found = (await partsOf(warehouse, [of('t')], 5_500)).get(keyOfTrace(of('t')))!;
    expect(found.map((part) => part.body['id']).toSorted()).toEqual(['o0', 'o1', 'o2', 'o3', 'o4']);
  });
});

test('nothing but hex comes near a statement', () => {
  expect(() => quoted([{ ...of('t'), traceId: "x' OR 1" }])).toThrow('Not a trace id');
});
