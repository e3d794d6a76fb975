import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mergeRecords, partsOfBatch } from '../../packages/server/src/ingest/dialects/langfuse-records.ts';
import { langfuseSpans, spanIdOf, traceIdOf } from '../../packages/server/src/ingest/dialects/langfuse-spans.ts';
import { assembled, rowOf } from '../oracle/capture-runs.ts';

/** Langfuse SDK 3 has no OTLP: its batches, put together and read as spans, show what expected.json says of its records. */
const folder = fileURLToPath(new URL('../../../shared/fixtures/otlp/langfuse-v3', import.meta.url));

describe.skipIf(!existsSync(folder))('batches of the Langfuse SDK 3', () => {
  const bodies = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('public_ingestion.bin'))
        .map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))
    : [];
  const records = existsSync(folder) ? JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')).records : [];
  const spans = langfuseSpans(mergeRecords(bodies.flatMap((body) => partsOfBatch(body).parts)));
  const traces = assembled(spans.map(rowOf));

  // oxlint-disable-next-line typescript/no-explicit-any -- a file without a schema
  test.each(records.map((record: any) => [record.scenario, record] as const))('%s', (_, wanted) => {
    const { runs, steps } = traces.get(traceIdOf(wanted.traceId))!;
    expect(runs).toHaveLength(1);
    const run = runs[0]!;
    // Above the observations stands the trace, as a step of its own.
    expect(run.steps).toBe(wanted.spans + 1);
    expect({
      ...{ agents: run.agents, modelCalls: run.modelCalls, toolCalls: run.toolCalls, models: run.models.toSorted() },
      ...{ conversation: run.conversation, user: run.user, environment: run.environment || null, tags: run.tags },
      promptName: run.promptName || null,
      promptVersion: run.promptVersion || null,
      input: run.tokens.input,
      output: run.tokens.output,
      reasoning: run.tokens.reasoning,
      errors: steps.filter(({ isError }) => isError).map(({ span }) => span.spanId),
    }).toEqual({
      ...{ agents: wanted.agents, modelCalls: wanted.modelCalls, toolCalls: 0, models: wanted.models.toSorted() },
      ...{ conversation: wanted.conversation, user: wanted.user, environment: wanted.environment, tags: wanted.tags },
      promptName: wanted.promptName,
      promptVersion: wanted.promptVersion,
      input: wanted.tokens.input,
      output: wanted.tokens.output,
      reasoning: wanted.tokens.reasoning,
      errors: wanted.errors.map(({ spanId }: { spanId: string }) => spanIdOf(wanted.traceId, spanId)),
    });
    expect(run.outcome.value).toBe(wanted.outcomeHint);
  });

  test('no key of the SDK goes on', () => {
    expect(JSON.stringify(spans.map(({ attributes }) => [...attributes]))).not.toMatch(/sk-lf|clientInitParams/);
  });
});
