import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestWarehouse } from '../../adapters/clickhouse/test-warehouse.fixture.ts';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { ownSpanIdOf, spanIdOf, traceIdOf } from './ids.ts';
import { anyOrderAndCut, event, type Event } from './parts.fixture.ts';
import { hastyClock, openNode, startMerge } from './two-nodes.fixture.ts';

let warehouse: Warehouse;
let state: StateDatabase;
let errors: unknown[];
beforeAll(async () => {
  [warehouse, state] = await Promise.all([openTestWarehouse(), openTestDatabase()]);
});
afterAll(() => Promise.all([warehouse.close(), state.close()]));
beforeEach(forget);

async function forget(): Promise<void> {
  errors = [];
  for (const table of ['parts', 'scores', 'spans', 'content', 'message_refs'])
    await warehouse.command(`TRUNCATE TABLE ${table}`);
  await state.db.deleteFrom('ops_cursors').execute();
  await state.db.deleteFrom('ops_leases').execute();
}

/** An hour before the test, so that no clock suspects it. */
const base = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const time = (ms: number): string => new Date(base + ms).toISOString();
const at = (ms: number) => ({ timestamp: time(ms) });

/** A trace with two levels, one that only logs itself, and one whose observations come without their trace. */
const events: Event[] = [
  event(
    'trace-create',
    { id: 't-1', name: 'support', userId: 'u', tags: ['b'], input: { q: 'where?' }, timestamp: time(0) },
    at(0),
  ),
  event('trace-create', { id: 't-1', sessionId: 's', tags: ['a'], output: 'here', metadata: { a: 1 } }, at(90)),
  event('span-create', { id: 'o-1', traceId: 't-1', name: 'plan', startTime: time(1) }, at(1)),
  event('span-update', { id: 'o-1', traceId: 't-1', endTime: time(80), output: 'planned' }, at(80)),
  event(
    'generation-create',
    {
      ...{ id: 'o-2', traceId: 't-1', parentObservationId: 'o-1', startTime: time(2) },
      model: 'm-1',
      input: [{ role: 'user', content: 'hello' }],
    },
    at(2),
  ),
  event(
    'generation-update',
    { id: 'o-2', traceId: 't-1', endTime: time(30), output: 'hi', usage: { input: 812, output: 41, total: 853 } },
    at(2),
  ),
  event('generation-update', { id: 'o-2', level: 'ERROR', statusMessage: 'late' }, at(3)),
  event('event-create', { id: 'o-3', traceId: 't-1', startTime: time(40), name: 'clicked' }, at(40)),
  event('trace-create', { id: 't-2', name: 'ping', input: 'ping', timestamp: time(5) }, at(5)),
  event('span-create', { id: 'o-4', traceId: 't-3', startTime: time(6), metadata: { k: 'v' } }, at(6)),
  event('score-create', { id: 'sc', traceId: 't-1', observationId: 'o-2', name: 'helpful', value: 0.2 }, at(50)),
  event('score-create', { id: 'sc', traceId: 't-1', observationId: 'o-2', name: 'helpful', value: 0.9 }, at(60)),
];

/** What whoever reads the store finds there, whatever replaced what on the way. */
async function rows(): Promise<unknown> {
  const [spans, refs, content, scores] = await Promise.all([
    warehouse.query(
      `SELECT * EXCEPT (ingested_at, received_at) FROM (SELECT * FROM spans ORDER BY ingested_at DESC LIMIT 1 BY trace_id, span_id, team_id)
       WHERE NOT has(marks, 'superseded') ORDER BY trace_id, span_id`,
    ),
    warehouse.query(
      `SELECT * EXCEPT (ingested_at) FROM (SELECT * FROM message_refs ORDER BY ingested_at DESC LIMIT 1 BY trace_id, span_id, direction, \`index\`)
       WHERE notEmpty(refs) AND span_id NOT IN (SELECT span_id FROM spans WHERE has(marks, 'superseded')) ORDER BY trace_id, span_id, direction`,
    ),
    warehouse.query('SELECT DISTINCT trace_id, hex(ref) AS ref, body FROM content ORDER BY trace_id, ref'),
    warehouse.query('SELECT * EXCEPT (ingested_at, received_at) FROM scores FINAL'),
  ]);
  return { spans, refs, content, scores };
}
const count = async (sql: string): Promise<number> =>
  Number((await warehouse.query<{ n: string }>(`SELECT count() AS n FROM ${sql}`))[0]!.n);
const shown = (): Promise<number> =>
  count(
    `(SELECT * FROM spans ORDER BY ingested_at DESC LIMIT 1 BY trace_id, span_id) WHERE NOT has(marks, 'superseded')`,
  );
const arrived = (parts: number, scores: number): Promise<void> =>
  expect
    .poll(() => Promise.all([count('parts FINAL'), count('scores FINAL')]), { timeout: 20_000 })
    .toEqual([parts, scores]);
const settled = (): Promise<void> =>
  expect
    .poll(
      async () => {
        const { position } = await state.db
          .selectFrom('ops_cursors')
          .select('position')
          .where('subscription', '=', 'ingest.parts')
          .executeTakeFirstOrThrow();
        const { near, waiting } = JSON.parse(position || '{"near":[],"waiting":[]}') as {
          near: unknown[];
          waiting: unknown[];
        };
        const inserts = await count('(SELECT DISTINCT ingested_at FROM parts)');
        return near.length >= inserts && waiting.length === 0;
      },
      { timeout: 20_000 },
    )
    .toBe(true);

test('parts become spans, with what was said, once their start is known', async () => {
  const node = await openNode(warehouse);
  const reply = await node.send(events);
  expect(reply.events!.map(({ status }) => status)).toEqual(events.map(() => 201));
  await arrived(10, 1);
  const job = startMerge({ warehouse, state }, (error) => errors.push(error), hastyClock());
  await expect.poll(shown, { timeout: 20_000 }).toBe(5);
  await job.stop();
  await node.close();
  const generation = await warehouse.query<Record<string, unknown>>(
    `SELECT * FROM spans WHERE span_id = '${spanIdOf('o-2')}' ORDER BY ingested_at DESC LIMIT 1`,
  );
  expect(generation).toMatchObject([
    {
      ...{
        trace_id: traceIdOf('t-1'),
        parent_span_id: spanIdOf('o-1'),
        kind: 'llm',
        dialect: 'langfuse',
        model: 'm-1',
      },
      ...{
        input_tokens: 812,
        output_tokens: 41,
        failed: true,
        error_message: 'late',
        user_id: 'u',
        conversation_id: 's',
      },
      ...{ tags: ['a', 'b'], workflow: 'support', input_preview: 'hello', output_preview: 'hi', bound: true },
    },
  ]);
  const alone = await warehouse.query(
    `SELECT name, input_preview FROM spans WHERE span_id = '${ownSpanIdOf(traceIdOf('t-2'))}'`,
  );
  expect(alone).toEqual([{ name: 'ping', input_preview: 'ping' }]);
  expect(await warehouse.query('SELECT number, label FROM scores FINAL')).toEqual([{ number: 0.9, label: '' }]);
  expect(errors).toEqual([]);
}, 60_000);

test('secrets in a batch are found in no table', async () => {
  const secrets = ['sk-lf-planted-1', `sk-ant-api03-${'a1B2c3D4e5F6g7H8'}`, 'hunter2-planted'];
  const [lf, ant, word] = secrets as [string, string, string];
  const node = await openNode(warehouse);
  await node.send([
    event(
      'trace-create',
      { id: 't-9', clientInitParams: { secretKey: lf }, input: `use ${ant}`, metadata: { password: word } },
      at(0),
    ),
    event(
      'span-create',
      {
        ...{ id: 'o-9', traceId: 't-9', startTime: time(1), statusMessage: `Bearer ${ant}` },
        input: { apiKey: word },
        output: [{ authorization: ant }],
        metadata: { headers: { cookie: lf } },
      },
      at(1),
    ),
    event(
      'score-create',
      { traceId: 't-9', name: 'n', value: 1, comment: `key ${ant}`, metadata: { password: word } },
      at(2),
    ),
  ]);
  const job = startMerge({ warehouse, state }, (error) => errors.push(error), hastyClock());
  await expect.poll(shown, { timeout: 20_000 }).toBe(1);
  await job.stop();
  await node.close();
  for (const table of ['parts', 'scores', 'spans', 'content', 'message_refs']) {
    const all = JSON.stringify(await warehouse.query(`SELECT * FROM ${table}`));
    for (const secret of secrets) expect(all, table).not.toContain(secret);
  }
  expect(await warehouse.query(`SELECT has(marks, 'secret') AS marked FROM spans LIMIT 1`)).toEqual([{ marked: 1 }]);
}, 60_000);

test('any order and any cut, over two nodes, with one killed and the merge torn, gives the same rows', async () => {
  const straight = await openNode(warehouse);
  await straight.send(events);
  await arrived(10, 1);
  const job = startMerge({ warehouse, state }, (error) => errors.push(error), hastyClock());
  await settled();
  await job.stop();
  await straight.close();
  const wanted = await rows();
  expect((wanted as { spans: unknown[] }).spans).toHaveLength(5);

  for (const [index, requests] of fc.sample(anyOrderAndCut(events), { numRuns: 3, seed: 7 }).entries()) {
    await forget();
    let [one, other] = await Promise.all([openNode(warehouse), openNode(warehouse)]);
    let merge = startMerge({ warehouse, state }, (error) => errors.push(error), hastyClock());
    for (const [at, batch] of requests.entries()) {
      if (batch.length === 0) continue;
      await (at % 2 === 0 ? one : other).send(batch);
      // What the first request says alone is merged before the next comes; later ones overtake each other.
      if (at === 0) await settled();
      if (at === 1) [one] = [await one.kill()];
      if (at === 1) await merge.stop();
      // What an earlier leader remembers is lost with it; in some runs its saved position too.
      if (at === 1 && index % 2 === 1) await state.db.deleteFrom('ops_cursors').execute();
      if (at === 1) merge = startMerge({ warehouse, state }, (error) => errors.push(error), hastyClock());
    }
    await arrived(10, 1);
    await settled();
    await merge.stop();
    await Promise.all([one.close(), other.close()]);
    expect(await rows()).toEqual(wanted);
  }
  expect(errors).toEqual([]);
}, 180_000);

test('a trace shown by itself gives way to its observations', async () => {
  const node = await openNode(warehouse);
  await node.send(events.slice(0, 1));
  const job = startMerge({ warehouse, state }, (error) => errors.push(error), hastyClock());
  const own = ownSpanIdOf(traceIdOf('t-1'));
  await expect.poll(() => count(`spans WHERE span_id = '${own}'`), { timeout: 20_000 }).toBe(1);
  await job.stop();
  await node.send(events.slice(2, 3));
  await expect.poll(() => count('parts'), { timeout: 20_000 }).toBe(2);
  // Another leader, which has not seen it shown.
  const next = startMerge({ warehouse, state }, (error) => errors.push(error), hastyClock());
  await expect
    .poll(() => count(`spans WHERE span_id = '${own}' AND has(marks, 'superseded')`), { timeout: 20_000 })
    .toBe(1);
  expect(await shown()).toBe(1);
  await next.stop();
  await node.close();
  expect(errors).toEqual([]);
}, 60_000);

test('a merge of what did not change writes nothing; of a trace in which one thing changed, that', async () => {
  const node = await openNode(warehouse);
  await node.send(events.slice(2, 6));
  const job = startMerge({ warehouse, state }, (error) => errors.push(error));
  await expect.poll(shown, { timeout: 20_000 }).toBe(2);
  const written = (): Promise<number> => count('(SELECT DISTINCT span_id, ingested_at FROM spans)');
  const before = await written();
  await node.send(events.slice(2, 6));
  await node.send([event('span-update', { id: 'o-1', traceId: 't-1', output: 'anew' }, at(99))]);
  await expect.poll(() => count(`spans WHERE output_preview = 'anew'`), { timeout: 20_000 }).toBe(1);
  expect(await written()).toBeLessThanOrEqual(before + 2);
  await job.stop();
  await node.close();
}, 60_000);
