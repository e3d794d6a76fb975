import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getRun } from './get-run.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { RunPlaces } from './read/run-places.ts';
import type { StepPosition } from './read/spans.ts';
import { ctxOf, hex, keyWithout, span, ten, TestTelemetry } from './telemetry.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const page = (place: TestTelemetry, id: string, more: { after?: StepPosition | null; limit?: number } = {}) =>
  getRun(ctxOf(place.workspaceId), place.warehouse, { id, after: null, ...more });

/** An agent that calls a model, which fails, and a tool. */
async function agentRun(place: TestTelemetry, traceId = hex(16)) {
  const [top, call, tool] = [hex(8), hex(8), hex(8)];
  await place.spans([
    span(traceId, top, 0, { kind: 'agent', agent: 'billing', status: 2, duration_ns: 9_000_000n }),
    span(traceId, call, 1, {
      parent_span_id: top,
      kind: 'llm',
      model: 'm',
      status: 2,
      failed: true,
      usage_scope: 'self',
    }),
    span(traceId, tool, 2.5, { parent_span_id: top, kind: 'tool', tool: 'search', duration_ns: null }),
  ]);
  return { traceId, top, call, tool, id: `${traceId}-${top}` };
}

describe('a run page', () => {
  test('joins spans with what the rebuild says of them', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    await place.rebuild(made.traceId);
    const { run, steps, next } = await page(place, made.id);
    expect(run).toMatchObject({ id: made.id, agent: 'billing', steps: 3, errors: 1, state: 'settled', durationMs: 9 });
    expect(steps.map((step) => [step.spanId, step.parentSpanId, step.offsetMs, step.agent])).toEqual([
      [made.top, null, 0, 'billing'],
      [made.call, made.top, 1, 'billing'],
      [made.tool, made.top, 2.5, 'billing'],
    ]);
    expect(steps.map((step) => step.isError)).toEqual([false, true, false]);
    expect(steps[1]).toMatchObject({ countsTokens: true, status: 'error', tokens: { input: null, output: null } });
    expect(steps[2]).toMatchObject({ durationMs: null, tool: 'search', model: null });
    expect(next).toBeNull();
  });

  test('before the rebuild: a running run with version 0, its steps as they are', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    const { run, steps } = await page(place, made.id);
    expect(run).toMatchObject({ state: 'running', version: '0', agent: 'billing', steps: 3, durationMs: 9 });
    expect(steps.map((step) => step.agent)).toEqual(['billing', '', '']);
    expect(steps[1]).toMatchObject({ isError: true, countsTokens: true });
  });

  test('says which release and prompts its steps name, and not those of another run in its trace', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    const prompt = { prompt_name: 'support/refund', prompt_version: '3', release: 'f'.repeat(64) };
    await place.spans([
      span(made.traceId, hex(8), 4, { parent_span_id: made.top, kind: 'llm', ...prompt }),
      span(made.traceId, hex(8), 5, { kind: 'agent', agent: 'search', prompt_name: 'theirs' }),
    ]);
    await place.rebuild(made.traceId);
    expect((await page(place, made.id)).names).toEqual({
      ...{ teamId: expect.any(String) as string, agent: 'billing', release: 'f'.repeat(64) },
      prompts: [{ name: 'support/refund', version: '3' }],
    });
  });

  test('a span that has just arrived goes with its parent', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    const other = hex(8);
    await place.spans([span(made.traceId, other, 3, { kind: 'agent', agent: 'search' })]);
    await place.rebuild(made.traceId);
    const [ours, theirs] = [hex(8), hex(8)];
    await place.spans([
      span(made.traceId, ours, 4, { parent_span_id: made.tool }),
      span(made.traceId, theirs, 5, { parent_span_id: other }),
      span(made.traceId, hex(8), 6, { parent_span_id: hex(8) }),
    ]);
    const first = await page(place, made.id);
    expect(first.steps.map((step) => step.spanId)).toEqual([made.top, made.call, made.tool, ours]);
    const second = await page(place, `${made.traceId}-${other}`);
    expect(second.steps.map((step) => step.spanId)).toEqual([other, theirs]);
  });

  test('pages go through all steps once', async () => {
    const place = telemetry.elsewhere();
    const traceId = hex(16);
    const top = hex(8);
    const children = Array.from({ length: 22 }, (_, index) =>
      span(traceId, hex(8), 1 + (index % 4), { parent_span_id: top }),
    );
    await place.spans([span(traceId, top, 0, { kind: 'agent' }), ...children]);
    await place.rebuild(traceId);
    const seen: string[] = [];
    let after: StepPosition | null = null;
    do {
      const part = await page(place, `${traceId}-${top}`, { after, limit: 5 });
      seen.push(...part.steps.map((step) => step.spanId));
      after = part.next;
    } while (after !== null);
    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
    expect(seen).toEqual((await page(place, `${traceId}-${top}`)).steps.map((step) => step.spanId));
  });
});

describe('a span counts once', () => {
  test('re-sent in another block: the last inserted is shown', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    const later = BigInt(ten + 60) * 1_000_000n;
    await place.spans([
      span(made.traceId, made.tool, 2.5, { parent_span_id: made.top, kind: 'tool', name: 'again', ingested_at: later }),
    ]);
    await place.rebuild(made.traceId);
    const { run, steps } = await page(place, made.id);
    expect(run.steps).toBe(3);
    expect(steps).toHaveLength(3);
    expect(steps[2]!.name).toBe('again');
  });

  test('with a start that moved into another minute', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    const later = BigInt(ten + 60) * 1_000_000n;
    await place.spans([
      span(made.traceId, made.tool, 90_000, { parent_span_id: made.top, kind: 'tool', ingested_at: later }),
    ]);
    for (const state of ['unseen', 'rebuilt']) {
      if (state === 'rebuilt') await place.rebuild(made.traceId);
      const { run, steps } = await page(place, made.id);
      expect(run.steps).toBe(3);
      expect(steps.map((step) => step.offsetMs)).toEqual([0, 1, 90_000]);
    }
  });

  test('sent by another team later: it never replaces', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    const forged = {
      team_id: 'tea_b',
      name: 'forged',
      received_at: BigInt(ten + 60) * 1000n,
      ingested_at: BigInt(ten + 60) * 1_000_000n,
    };
    await place.spans([span(made.traceId, made.tool, 2.5, { parent_span_id: made.top, ...forged })]);
    await place.rebuild(made.traceId);
    const { steps } = await page(place, made.id);
    expect(steps).toHaveLength(3);
    expect(steps.map((step) => step.name)).not.toContain('forged');
  });
});

describe('links never die', () => {
  const tombstone = { is_deleted: 1, version: 9n };

  test('a re-parented run answers under its present id', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    await place.rebuild(made.traceId, 'settled');
    const early = `${made.traceId}-${hex(8)}`;
    const middle = `${made.traceId}-${hex(8)}`;
    await place.rebuild(made.traceId, 'settled', { run_id: early, redirect_to: middle, ...tombstone });
    await place.rebuild(made.traceId, 'settled', { run_id: middle, redirect_to: made.id, ...tombstone });
    const { run, steps } = await page(place, early);
    expect(run.id).toBe(made.id);
    expect(steps).toHaveLength(3);
  });

  test('a ring of redirects and a deleted run are not found', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    const [a, b] = [`${made.traceId}-${hex(8)}`, `${made.traceId}-${hex(8)}`];
    await place.rebuild(made.traceId, 'settled', { run_id: a, redirect_to: b, ...tombstone });
    await place.rebuild(made.traceId, 'settled', { run_id: b, redirect_to: a, ...tombstone });
    await expect(page(place, a)).rejects.toMatchObject({ code: 'monitoring.run_not_found', status: 404 });
  });

  test('a run whose start moved has a tombstone in its old minute and lives in the new one', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    await place.rebuild(made.traceId, 'settled', { bucket: ten - 60, ...tombstone });
    await place.rebuild(made.traceId, 'settled', { version: 9n });
    expect((await page(place, made.id)).run.state).toBe('settled');
  });

  test('one that nothing came after is not read again; what came after is seen at once', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    await place.rebuild(made.traceId, 'settled', { name: 'before' });
    const [places, ctx] = [new RunPlaces(), ctxOf(place.workspaceId)];
    const asked: string[] = [];
    const warehouse: Warehouse = {
      ...place.warehouse,
      query: (sql, ...more) => {
        asked.push(sql);
        return place.warehouse.query(sql, ...more);
      },
    };
    const name = async () => {
      asked.length = 0;
      const { run, steps } = await getRun(ctx, warehouse, { id: made.id, after: null, places });
      return [
        run.name,
        steps.length > 0,
        asked.some((sql) => sql.includes('input_preview') && sql.includes('FROM runs')),
      ];
    };
    expect(await name()).toEqual(['before', true, true]);
    expect(await name()).toEqual(['before', true, false]);
    await place.rebuild(made.traceId, 'settled', { version: 9n, name: 'after' });
    expect(await name()).toEqual(['after', true, true]);
    expect(await name()).toEqual(['after', true, false]);
  });

  test('one that moved after it was shown is found where it is now', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    await place.rebuild(made.traceId, 'settled', { bucket: ten - 60, name: 'before' });
    const places = new RunPlaces();
    const ctx = ctxOf(place.workspaceId);
    const asked = async () => (await getRun(ctx, place.warehouse, { id: made.id, after: null, places })).run.name;
    expect(await asked()).toBe('before');
    expect(places.find(place.workspaceId, made.id, 0)).toMatchObject({ row: { bucket_s: ten - 60 } });
    await place.rebuild(made.traceId, 'settled', { bucket: ten - 60, ...tombstone });
    await place.rebuild(made.traceId, 'settled', { version: 9n, name: 'after' });
    expect(await asked()).toBe('after');
    expect(await asked()).toBe('after');
  });
});

test.each([
  '',
  'x',
  `${'0'.repeat(32)}-${'0'.repeat(16)}`,
  `${'0'.repeat(32)}-' OR 1=1`,
  `${'A'.repeat(32)}-${'A'.repeat(16)}`,
])('no run is found for %j', async (id) => {
  await expect(page(telemetry, id)).rejects.toMatchObject({ code: 'monitoring.run_not_found' });
});

describe('scores', () => {
  const score = (traceId: string, id: string, more: object = {}) => ({
    ...{ score_id: id, team_id: 'tea_a', trace_id: traceId, span_id: '', conversation_id: '', name: id, source: 'API' },
    ...{ data_type: 'numeric', number: 0.5, label: '', comment: '', version: 1n, at: BigInt(ten) * 1_000_000_000n },
    ...more,
  });

  test('of the run, its steps and its conversation are here; the last said of each', async () => {
    const place = telemetry.elsewhere();
    const made = await agentRun(place);
    const text = { data_type: 'text', number: null, label: 'well done', comment: 'by hand' };
    await place.insert('scores', [
      score(made.traceId, 'helpful', { version: 2n, number: 0.9, at: BigInt(ten + 60) * 1_000_000_000n }),
      score(made.traceId, 'helpful'),
      score(made.traceId, 'resolved', { span_id: made.call, data_type: 'boolean', number: 1 }),
      score('', 'csat', { conversation_id: 'conv', data_type: 'categorical', number: null, label: 'happy' }),
      score('', 'other', { conversation_id: 'another' }),
      score(made.traceId, 'note', text),
      score(hex(16), 'foreign'),
    ]);
    await place.rebuild(made.traceId, 'settled', { conversation_id: 'conv' });
    const { scores } = await page(place, made.id);
    expect(new Map(scores.map((one) => [one.name, [one.of, one.spanId, one.value, one.comment]]))).toEqual(
      new Map<string, unknown[]>([
        ['helpful', ['run', null, 0.9, null]],
        ['resolved', ['step', made.call, true, null]],
        ['csat', ['conversation', null, 'happy', null]],
        ['note', ['run', null, 'well done', 'by hand']],
      ]),
    );
    const sighted = ctxOf(place.workspaceId, keyWithout('tea_a'));
    const bare = (await getRun(sighted, place.warehouse, { id: made.id, after: null })).scores;
    expect(bare.find((one) => one.name === 'note')).toMatchObject({ value: null, comment: null });
    expect(bare.find((one) => one.name === 'csat')).toMatchObject({ value: 'happy' });
    const blind = ctxOf(place.workspaceId, keyWithout('tea_b'));
    await expect(getRun(blind, place.warehouse, { id: made.id, after: null })).rejects.toMatchObject({ status: 404 });
  });

  test('of steps of another run of the trace are that one’s', async () => {
    const place = telemetry.elsewhere();
    const [traceId, one, two] = [hex(16), hex(8), hex(8)];
    await place.spans([
      span(traceId, one, 0, { kind: 'agent', agent: 'a' }),
      span(traceId, two, 5, { kind: 'agent', agent: 'b' }),
    ]);
    await place.insert('scores', [score(traceId, 'of-two', { span_id: two }), score(traceId, 'of-both')]);
    await place.rebuild(traceId);
    const names = async (top: string) =>
      (await page(place, `${traceId}-${top}`)).scores.map(({ name }) => name).toSorted();
    expect(await names(one)).toEqual(['of-both']);
    expect(await names(two)).toEqual(['of-both', 'of-two']);
  });
});

test('a span that another stands for now is no step any more', async () => {
  const place = telemetry.elsewhere();
  const [traceId, own, real] = [hex(16), hex(8), hex(8)];
  await place.spans([span(traceId, own, 0)]);
  await place.spans([
    span(traceId, own, 0, { ingested_at: BigInt(ten) * 2_000_000n, marks: ['superseded'] }),
    span(traceId, real, 3),
  ]);
  await place.rebuild(traceId);
  const { run, steps } = await page(place, `${traceId}-${real}`);
  expect([run.steps, steps.map((step) => step.spanId)]).toEqual([1, [real]]);
});
