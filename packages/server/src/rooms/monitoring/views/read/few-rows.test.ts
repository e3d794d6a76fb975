import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SpanCore, spanCoreColumns } from '../rows/step-row.ts';
import type { RunRow } from '../rows/run-row.ts';
import { hex, span, ten, TestTelemetry } from '../telemetry.fixture.ts';
import { readTraceRows, spansOf, stepsOf } from './few-rows.ts';
import { covers, RunPlaces } from './run-places.ts';
import { readSpans } from './spans.ts';
import { readSteps } from './steps.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

/** One arrival of a span: which, whose, when it started, and when it was received. */
const arrival = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  team: fc.constantFrom('tea_a', 'tea_b'),
  minute: fc.integer({ min: 0, max: 2 }),
  received: fc.integer({ min: 0, max: 3 }),
  superseded: fc.boolean(),
});

describe('rows of a trace sorted here', () => {
  test('are what the warehouse would pick, for every reader', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 12 }), async (arrivals) => {
        const traceId = hex(16);
        const rows = arrivals.map(({ id, team, minute, received, superseded }, at) =>
          span(traceId, id.padEnd(16, '0'), minute * 60_000, {
            team_id: team,
            received_at: BigInt(ten * 1000 + received),
            ingested_at: BigInt(ten) * 1_000_000n + BigInt(at),
            name: `arrival ${at}`,
            marks: superseded ? ['superseded'] : [],
          }),
        );
        await telemetry.spans(rows);
        const steps = arrivals.map(({ id, team, minute, superseded }, at) => ({
          ...{ trace_id: traceId, span_id: id.padEnd(16, '0'), team_id: team, run_id: `run ${at}`, version: at + 1 },
          ...{
            bucket: ten + minute * 60,
            start_time: BigInt(ten + minute * 60) * 1_000_000_000n,
            counted: !superseded,
          },
        }));
        await telemetry.insert('steps', steps);
        const window = { workspaceId: telemetry.workspaceId, traceId, low: ten - 3600, high: ten + 3600 };
        const columns = `${spanCoreColumns}, name`;
        const found = await readTraceRows<SpanCore & { name: string }>(telemetry.warehouse, window, columns);
        for (const teams of ['all', ['tea_a'], ['tea_b'], []] as const) {
          const picked = await readSpans<SpanCore & { name: string }>(telemetry.warehouse, window, {
            ...{ columns, teams, after: null, limit: 100 },
          });
          const told = (all: readonly (SpanCore & { name: string })[]) =>
            all.map(({ span_id, team_id, start_ns, name }) => [span_id, team_id, start_ns, name]);
          expect(told(spansOf(found!.spans, teams))).toEqual(told(picked));
          const stepsPicked = await readSteps(telemetry.warehouse, window, { teams, fromNs: null, limit: 100 });
          const ids = (all: ReadonlyMap<string, { run_id: string }>) => [...all.keys()].toSorted();
          expect(ids(stepsOf(found!.steps, teams))).toEqual(ids(stepsPicked));
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('where runs lie', () => {
  const row = (id: string, more: Partial<RunRow> = {}): RunRow =>
    ({
      ...{
        run_id: id,
        trace_id: 't',
        state: 'settled',
        marks: [],
        bucket_s: ten + 60,
        first_bucket_s: ten,
        steps: 3,
        conversation_id: 'c',
      },
      ...{ last_end_ns: `${ten + 90}000000000` },
      ...more,
    }) as unknown as RunRow;

  test('is told of what was shown, in its workspace, until others push it out', () => {
    const places = new RunPlaces(2);
    places.note('w', row('a'));
    expect(places.find('w', 'a', 0)).toMatchObject({
      window: { workspaceId: 'w', traceId: 't', low: ten - 3600, high: ten + 90 + 3600 },
      row: { run_id: 'a', bucket_s: ten + 60, steps: 3, conversation_id: 'c' },
    });
    expect(places.find('v', 'a', 0)).toBeNull();
    places.note('w', row('b'));
    places.note('w', row('a'));
    places.note('w', row('c'));
    expect([places.find('w', 'a', 0), places.find('w', 'b', 0)]).toEqual([expect.anything(), null]);
  });

  test('what was read covers a run whose bounds are within, in the same trace', () => {
    const read = { workspaceId: 'w', traceId: 't', low: 10, high: 20 };
    expect([covers(read, read), covers(read, { ...read, low: 11, high: 19 })]).toEqual([true, true]);
    expect([{ low: 9 }, { high: 21 }, { traceId: 'u' }].map((other) => covers(read, { ...read, ...other }))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
