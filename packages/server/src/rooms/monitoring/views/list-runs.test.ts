import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunListQuery } from '../contract.ts';
import { listRuns } from './list-runs.ts';
import type { RunPosition } from './read/run-filter.ts';
import { ctxOf, hex, span, ten, TestTelemetry, viewer } from './telemetry.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const query = (more: Partial<RunListQuery> = {}): RunListQuery => ({ limit: 50, ...more });

/** A run as the rebuild writes it, started so many seconds after ten. */
const runAt = (seconds: number, more = {}) => {
  const [traceId, spanId] = [hex(16), hex(8)];
  return {
    team_id: 'tea_a',
    run_id: `${traceId}-${spanId}`,
    trace_id: traceId,
    span_id: spanId,
    bucket: Math.floor((ten + seconds) / 60) * 60,
    start_time: BigInt(ten + seconds) * 1_000_000_000n,
    last_end: BigInt(ten + seconds) * 1_000_000_000n,
    first_bucket: Math.floor((ten + seconds) / 60) * 60,
    version: 1n,
    is_deleted: 0,
    state: 'settled',
    outcome: 'completed',
    ...more,
  };
};
type TestRun = ReturnType<typeof runAt>;

async function pages(
  place: TestTelemetry,
  limit: number,
  between: () => Promise<void> = async () => {},
): Promise<string[]> {
  const seen: string[] = [];
  let after: RunPosition | null = null;
  do {
    const page = await listRuns(ctxOf(place.workspaceId), place.warehouse, { query: query({ limit }), after });
    seen.push(...page.items.map((run) => run.id));
    after = page.next;
    await between();
  } while (after !== null);
  return seen;
}

const newestFirst = (runs: readonly TestRun[]): string[] =>
  runs
    .toSorted((a, b) => Number(b.start_time - a.start_time) || (a.run_id < b.run_id ? -1 : 1))
    .map((run) => run.run_id);

describe('pages', () => {
  test('show every run once, newest first, whatever arrives meanwhile and however often runs are rebuilt', async () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(seconds, fc.integer({ min: 1, max: 7 }), async (starts, limit) => {
        const place = telemetry.elsewhere();
        const runs = starts.map((at) => runAt(at));
        await place.insert('runs', runs);
        await place.insert(
          'runs',
          runs.filter((_, index) => index % 3 === 0).map((run) => ({ ...run, version: 2n })),
        );
        const late: TestRun[] = [];
        const seen = await pages(place, limit, async () => {
          if (late.length > 4) return;
          const arriving = [runAt(700), runAt((late.length * 137) % 600)];
          late.push(...arriving);
          await place.insert('runs', arriving);
        });
        expect(new Set(seen).size).toBe(seen.length);
        const known = new Set(runs.map((run) => run.run_id));
        expect(seen.filter((id) => known.has(id))).toEqual(newestFirst(runs));
        const order = newestFirst([...runs, ...late]);
        expect(seen).toEqual(order.filter((id) => seen.includes(id)));
      }),
      { numRuns: 12 },
    );
  });

  test('a page full of replaced and deleted rows is filled from older minutes', async () => {
    const place = telemetry.elsewhere();
    const gone = Array.from({ length: 60 }, (_, index) => runAt(3600 + index * 60));
    const kept = Array.from({ length: 5 }, (_, index) => runAt(index * 60));
    await place.insert('runs', [...gone, ...kept]);
    await place.insert(
      'runs',
      gone.map((run) => ({ ...run, version: 2n, is_deleted: 1 })),
    );
    expect(await pages(place, 2)).toEqual(newestFirst(kept));
  });

  test('starts that cannot be believed come last', async () => {
    const place = telemetry.elsewhere();
    const ahead = runAt(86_400 * 400, { bucket: 0, first_bucket: 0 });
    const [older, newer] = [runAt(0), runAt(60)];
    await place.insert('runs', [ahead, older, newer]);
    expect(await pages(place, 1)).toEqual([newer.run_id, older.run_id, ahead.run_id]);
  });
});

describe('filters', () => {
  const list = async (place: TestTelemetry, filter: Partial<RunListQuery>): Promise<string[]> => {
    const page = await listRuns(ctxOf(place.workspaceId), place.warehouse, { query: query(filter), after: null });
    return page.items.map((run) => run.name);
  };

  test('each keeps what fits the newest version, and only that', async () => {
    const place = telemetry.elsewhere();
    const one = runAt(0, { name: 'one', agent: 'billing', environment: 'prod', conversation_id: 'c1', user_id: 'u1' });
    const two = runAt(30, { name: 'two', agent: 'search', team_id: 'tea_b', outcome: 'failed', state: 'running' });
    await place.insert('runs', [{ ...one, outcome: 'failed' }, two]);
    await place.insert('runs', [{ ...one, version: 2n }]);
    expect(await list(place, { outcome: 'failed' })).toEqual(['two']);
    expect(await list(place, { outcome: 'completed' })).toEqual(['one']);
    expect(await list(place, { agent: 'billing' })).toEqual(['one']);
    expect(await list(place, { environment: 'prod' })).toEqual(['one']);
    expect(await list(place, { teamId: 'tea_b' })).toEqual(['two']);
    expect(await list(place, { state: 'running' })).toEqual(['two']);
    expect(await list(place, { conversation: 'c1' })).toEqual(['one']);
    expect(await list(place, { user: 'u1' })).toEqual(['one']);
    expect(await list(place, { user: 'u1', agent: 'search' })).toEqual([]);
  });

  test('from is included and to is not, to the nanosecond', async () => {
    const place = telemetry.elsewhere();
    await place.insert('runs', [runAt(0, { name: 'at ten' }), runAt(90, { name: 'later' })]);
    expect(await list(place, { from: '2026-11-22T10:00:00Z' })).toEqual(['later', 'at ten']);
    expect(await list(place, { from: '2026-11-22T10:00:00.000000001Z' })).toEqual(['later']);
    expect(await list(place, { to: '2026-11-22T10:01:30Z' })).toEqual(['at ten']);
    expect(await list(place, { from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' })).toHaveLength(2);
  });

  test.each([`' OR 1=1 --`, `\\'; DROP TABLE runs; --`, `{workspace:String}`, '%', '\n\t\0'])(
    '%j is only a value',
    async (hostile) => {
      const place = telemetry.elsewhere();
      await place.insert('runs', [runAt(0, { agent: hostile, name: 'hostile' }), runAt(1, { agent: 'plain' })]);
      expect(await list(place, { agent: hostile })).toEqual(['hostile']);
      expect(await list(place, { teamId: hostile, user: hostile })).toEqual([]);
    },
  );
});

test('what a run does not tell is null, not 0', async () => {
  const place = telemetry.elsewhere();
  const traceId = hex(16);
  await place.spans([span(traceId, hex(8), 0, { kind: 'agent', agent: 'billing', duration_ns: null })]);
  await place.rebuild(traceId);
  const { items } = await listRuns(ctxOf(place.workspaceId, viewer(null)), place.warehouse, {
    query: query(),
    after: null,
  });
  expect(items[0]).toMatchObject({
    agent: 'billing',
    durationMs: null,
    costUsd: null,
    tokens: { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null },
    inputPreview: null,
    environment: null,
    release: null,
  });
});
