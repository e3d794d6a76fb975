import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run, RunList, RunPage } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { compared, type ExpectedTrace, expectedTraces } from '../oracle/expected-runs.ts';
import { type LiveServer, liveServer } from './live-server.ts';
import { replay } from './replay.ts';

/** What real clients sent, byte for byte, posted to a running server: its API shows what each expected.json says. */
export function checkCaptures(folders: readonly string[]): void {
  let live: LiveServer;
  let runs: Map<string, Run[]>;
  const wanted = folders.flatMap(expectedTraces);

  beforeAll(async () => {
    live = await liveServer();
    for (const folder of folders) await replay(live.server, folder);
    const whole = (trace: ExpectedTrace): boolean =>
      (runs.get(trace.traceId) ?? []).reduce((steps, run) => steps + run.steps, 0) === trace.spans;
    for (let looks = 0; looks < 300; looks++) {
      const { items } = await live.get<RunList>('/api/v1/runs?limit=200');
      runs = Map.groupBy(items, (run) => run.traceId);
      if (wanted.every(whole)) return;
      await new Promise((next) => setTimeout(next, 200));
    }
    throw new Error(`After 60 s ${runs.size} of ${wanted.length} traces are here, or not whole.`);
  }, 120_000);
  afterAll(() => live?.close());

  describe.each(folders.map((folder) => [basename(folder), folder] as const))('%s', (_, folder) => {
    test.each(expectedTraces(folder).map((trace) => [`${trace.scenario}, ${trace.variant}`, trace] as const))(
      '%s',
      async (_name, trace) => {
        expect(runs.get(trace.traceId)).toHaveLength(1);
        const [run] = runs.get(trace.traceId)!;
        const { steps } = await live.get<RunPage>(`/api/v1/runs/${run!.id}`);
        const errorSpans = steps.filter((step) => step.isError).map((step) => step.spanId);
        const tools = steps.filter((step) => step.kind === 'tool');
        const { agents, modelCalls, models, tokens, conversation, user, environment, tags } = run!;
        const { promptName, promptVersion } = run!;
        const [shown, expected] = compared(
          {
            ...{ agents, modelCalls, models, tokens, conversation, user, environment, tags, promptName, promptVersion },
            toolCalls: tools.map((step) => ({ name: step.tool ?? '', error: step.isError })),
            errorSpans,
          },
          trace,
        );
        expect(shown).toEqual(expected);
        expect([run!.errors, run!.toolCalls]).toEqual([trace.errors.length, trace.toolCalls.length]);
        checkOutcome(run!, trace);
      },
    );
  });

  test('totals add up to what was sent', async () => {
    const totals = await live.get<{ spans: number; runs: number; tokens: { input: number } }>('/api/v1/totals');
    expect(totals).toMatchObject({
      spans: wanted.reduce((sum, trace) => sum + trace.spans, 0),
      runs: wanted.length,
      tokens: { input: wanted.reduce((sum, trace) => sum + (trace.tokens.input ?? 0), 0) },
    });
  });
}

/** Of a run whose top never came, nothing is said before half an hour has passed. */
function checkOutcome({ outcome, durationMs }: Run, { outcomeHint }: ExpectedTrace): void {
  const { value, refused } = outcome;
  if (durationMs === null) expect({ value, refused }).toEqual({ value: 'unknown', refused: false });
  else if (outcomeHint === 'unknown') expect(value).not.toBe('failed');
  else if (outcomeHint === 'refused') expect(refused).toBe(true);
  else expect({ value, refused }).toEqual({ value: outcomeHint, refused: false });
}
