import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Query } from '../contract-query.ts';
import { ctxOf, hex, span, ten, TestTelemetry } from '../views/telemetry.fixture.ts';
import { splitRange } from '../views/totals/tiers.ts';
import type { FigureRow } from './answer.ts';
import { askFigures } from './ask-figures.ts';
import { needsOf } from './catalogue/measures.ts';
import { sources } from './catalogue/sources.ts';
import { figuresSql } from './figures-sql.ts';
import { measureOf } from './named.ts';
import { dimensionsOf } from './plan.ts';

/** From spans by the room's own model: what one source tells of them all others must tell, too. */

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const someSpan = fc.record({
  /** Below which of those before it. */
  below: fc.nat({ max: 9 }),
  kind: fc.constantFrom('agent', 'llm', 'tool', 'other'),
  agent: fc.constantFrom('one', 'two'),
  failed: fc.constantFrom(false, false, true),
  tokens: fc.option(fc.integer({ min: 1, max: 900 })),
});
const someTrace = fc.array(someSpan, { minLength: 1, maxLength: 8 });
type Trace = ReturnType<typeof someTrace.generate>['value'];

function spansOf(trace: Trace, traceId: string) {
  const ids = trace.map(() => hex(8));
  return trace.map(({ below, kind, agent, failed, tokens }, at) => {
    const isCall = kind === 'llm';
    const used = isCall && tokens !== null ? { usage_scope: 'self', input_tokens: tokens, output_tokens: 1 } : {};
    // A call below a call would describe the same one.
    const parents = ids.slice(0, at).filter((_, before) => before === 0 || trace[before]!.kind !== 'llm');
    const parent = parents[below % Math.max(1, parents.length)] ?? '';
    const told = { kind: at === 0 ? 'agent' : kind, failed, service: 'svc', model: at > 0 && isCall ? 'gpt-5' : '' };
    return span(traceId, ids[at]!, at, {
      ...{ ...told, parent_span_id: parent, ...(at > 0 && used) },
      ...(told.kind === 'agent' && { agent }),
    });
  });
}

const shared = ['runs', 'errors', 'model_calls', 'input_tokens', 'output_tokens', 'steps', 'invocations'];

/** What each source tells of those measures that it tells, from closed minutes and from open ones: `measure group` → value. */
async function toldBy(place: TestTelemetry, ids: readonly string[], dimensions: string[]) {
  const able = sources.filter(({ columns }) => dimensions.every((one) => one in columns));
  const asked = able.flatMap((source) =>
    [-60, ten + 3600].map(async (after) => {
      const measures = ids.map(measureOf).filter((measure) => dimensionsOf(measure, [source]).length > 0);
      if (measures.length === 0) return [];
      const split = splitRange({ low: ten, high: ten + 3600 }, { after, also: [] });
      const cut = {
        dimensions,
        grain: 'none' as const,
        timeZone: 'UTC',
        split,
        visible: 'workspace_id = {workspace:String}',
      };
      const uses = [{ source, measures, parts: [...new Set(measures.flatMap(needsOf))] }];
      const sql = figuresSql({ measures, uses, cut: { ...cut, narrowed: () => '' } }, false);
      const rows = await place.warehouse.query<FigureRow>(sql, { workspace: place.workspaceId });
      return rows.flatMap((row) =>
        measures.map(({ id }, at) => ({
          from: source.name,
          of: `${id} ${row['g0'] ?? ''}`,
          value: Number(row[`m${at}`]),
        })),
      );
    }),
  );
  return (await Promise.all(asked)).flat().filter(({ value }) => value !== 0);
}

/** What is told of one thing in two ways; and what some source leaves out. */
function disputed(told: Awaited<ReturnType<typeof toldBy>>) {
  const groups = [...Map.groupBy(told, ({ of }) => of).values()];
  return groups.filter((group) => new Set(group.map(({ value }) => value)).size > 1);
}

test('of runs made of random spans all sources tell the same, which is what counting spans does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someTrace, { minLength: 1, maxLength: 4 }), async (traces) => {
      const place = telemetry.elsewhere();
      for (const trace of traces) {
        const traceId = hex(16);
        await place.spans(spansOf(trace, traceId));
        await place.rebuild(traceId);
      }
      await place.rollUp([ten]);
      expect(disputed(await toldBy(place, shared, []))).toEqual([]);
      expect(disputed(await toldBy(place, ['model_calls', 'errors', 'input_tokens'], ['agent']))).toEqual([]);
      const query = Query.parse({
        ...{ measures: ['steps', 'runs', 'invocations', 'input_tokens'], limit: 5 },
        ...{ from: new Date(ten * 1000).toISOString(), to: new Date((ten + 60) * 1000).toISOString() },
      });
      const rollups = { openMinutes: () => ({ after: ten, also: [] }) };
      const { rows } = await askFigures(ctxOf(place.workspaceId), { warehouse: place.warehouse, rollups }, query);
      const spans = traces.flatMap((trace) =>
        trace.map((one, at) => ({ ...one, at, kind: at === 0 ? 'agent' : one.kind })),
      );
      const tokens = spans.flatMap((one) => (one.kind === 'llm' && one.tokens !== null ? [one.tokens] : []));
      expect(rows).toEqual([
        [
          ...[spans.length, traces.length, spans.filter(({ kind }) => kind === 'agent').length],
          tokens.length === 0 ? null : tokens.reduce((a, b) => a + b, 0),
        ],
      ]);
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 60_000);
