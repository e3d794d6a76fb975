import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { anyOrderHolds } from '../oracle/any-order.ts';
import { assembled, logsOfCapture, rowOf, spansOfCapture } from '../oracle/capture-runs.ts';
import { compared, expectedLogs, expectedTraces, type Shown } from '../oracle/expected-runs.ts';
import type { TraceFacts } from '../../packages/server/src/rooms/monitoring/model/facts.ts';

const shared = fileURLToPath(new URL('../../../shared/fixtures/otlp', import.meta.url));
const clients = existsSync(shared)
  ? readdirSync(shared, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  : [];
if (clients.length === 0)
  console.warn('SKIPPED: no captures at ../shared/fixtures/otlp, dialects were not held against them');

/** Mapping and assembly over every capture of OTLP: what its expected.json says. */
describe.each(clients.filter((client) => expectedTraces(`${shared}/${client}`).length > 0))('%s', (client) => {
  const folder = `${shared}/${client}`;
  const traces = assembled(spansOfCapture(folder).map(rowOf));

  test.each(expectedTraces(folder).map((trace) => [`${trace.scenario}, ${trace.variant}`, trace] as const))(
    '%s',
    (_, wanted) => {
      const facts = traces.get(wanted.traceId)!;
      expect(facts.steps).toHaveLength(wanted.spans);
      expect(facts.runs).toHaveLength(1);
      const [shown, expected] = compared(shownOf(facts), wanted);
      expect(shown).toEqual(expected);
      const highest = facts.steps.find(
        ({ span }) => span.spanId === (wanted.topSpanId ?? wanted.highestReceivedSpanId),
      );
      expect(highest?.span.parentSpanId === '').toBe(wanted.topSpanId !== null);
      const { value, refused } = facts.runs[0]!.outcome;
      if (wanted.outcomeHint === 'unknown') expect(value).not.toBe('failed');
      else if (wanted.outcomeHint === 'refused') expect(refused).toBe(true);
      else expect({ value, refused }).toEqual({ value: wanted.outcomeHint, refused: false });
    },
  );

  test('gives the same runs in any order, sent twice, and cut anywhere', () => anyOrderHolds(folder, 100));

  test('log records are kept, and their messages belong to spans that are here', () => {
    const { rows, refs } = logsOfCapture(folder);
    expect(rows).toHaveLength(expectedLogs(folder));
    const spans = new Set([...traces.values()].flatMap(({ steps }) => steps.map(({ span }) => span.spanId)));
    expect(refs.filter((ref) => !spans.has(ref.span_id))).toEqual([]);
    if (client.startsWith('otel-genai')) expect(refs.length).toBeGreaterThan(20);
  });

  test('nothing else came of it', () => {
    expect([...traces.keys()].toSorted()).toEqual(
      expectedTraces(folder)
        .map(({ traceId }) => traceId)
        .toSorted(),
    );
  });
});

function shownOf({ runs, steps }: TraceFacts): Shown {
  const run = runs[0]!;
  return {
    agents: run.agents,
    modelCalls: run.modelCalls,
    models: run.models,
    toolCalls: steps
      .filter(({ span }) => span.kind === 'tool')
      .map(({ span, isError }) => ({ name: span.tool, error: isError })),
    tokens: run.tokens,
    errorSpans: steps.filter(({ isError }) => isError).map(({ span }) => span.spanId),
    conversation: run.conversation || null,
    user: run.user || null,
    environment: run.environment || null,
    tags: run.tags,
    promptName: run.promptName || null,
    promptVersion: run.promptVersion || null,
  };
}
