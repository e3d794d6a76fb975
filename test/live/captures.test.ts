import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run, RunList, RunPage } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { type LiveServer, liveServer } from './live-server.ts';
import { captures, clients, replay } from './replay.ts';

/** What real clients sent, byte for byte and compressed as it was, posted to a running server: it shows what expected.json says. */

type Known = number | null;
type Expected = {
  traceId: string;
  scenario: string;
  variant: string;
  spans: number;
  topSpanId: string;
  agents: string[];
  modelCalls: number;
  toolCalls: { name: string; error: boolean }[];
  models: string[];
  tokens: { input: Known; output: Known; cachedInput: Known; reasoning: Known; cacheWriteInput?: Known };
  errors: { spanId: string; kind: string }[];
  outcomeHint: 'completed' | 'failed' | 'refused' | 'unknown';
  conversation: string | null;
  user: string | null;
  environment: string | null;
  tags: string[];
  promptName: string | null;
  promptVersion: string | null;
};

const expectedOf = (client: string): Expected[] =>
  JSON.parse(readFileSync(join(captures, client, 'expected.json'), 'utf8')).traces;

let live: LiveServer;
let runs: Map<string, Run>;
beforeAll(async () => {
  live = await liveServer();
  for (const client of clients) await replay(live.server, client);
  const wanted = clients.flatMap(expectedOf);
  const whole = (): boolean => wanted.every((trace) => runs.get(trace.traceId)?.steps === trace.spans);
  for (let looks = 0; looks < 150; looks++) {
    runs = await runsByTrace();
    if (whole()) return;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error(`After 30 s ${runs.size} of ${wanted.length} runs are here, or not whole.`);
}, 90_000);
afterAll(() => live?.close());

async function runsByTrace(): Promise<Map<string, Run>> {
  const { items } = await live.get<RunList>('/api/v1/runs?limit=200');
  return new Map(items.map((run) => [run.traceId, run]));
}

describe.each(clients)('%s', (client) => {
  test.each(expectedOf(client).map((trace) => [`${trace.scenario}, ${trace.variant}`, trace] as const))(
    '%s',
    async (_, wanted) => {
      const run = runs.get(wanted.traceId)!;
      expect({
        top: run.topSpanId,
        agents: run.agents,
        modelCalls: run.modelCalls,
        models: run.models,
        conversation: run.conversation,
        user: run.user,
        environment: run.environment,
        tags: run.tags.toSorted(),
        promptName: run.promptName,
        promptVersion: run.promptVersion,
      }).toEqual({
        top: wanted.topSpanId,
        agents: wanted.agents,
        modelCalls: wanted.modelCalls,
        models: wanted.models,
        conversation: wanted.conversation,
        user: wanted.user,
        environment: wanted.environment,
        tags: wanted.tags.toSorted(),
        promptName: wanted.promptName,
        promptVersion: wanted.promptVersion,
      });
      const { input, output, cachedInput, reasoning, cacheWriteInput } = wanted.tokens;
      expect(run.tokens).toMatchObject({ input, output, cacheRead: cachedInput, reasoning });
      if (cacheWriteInput !== undefined) expect(run.tokens.cacheWrite).toBe(cacheWriteInput);

      const { steps } = await live.get<RunPage>(`/api/v1/runs/${run.id}`);
      const failing = steps.filter((step) => step.isError);
      expect(failing.map((step) => step.spanId).toSorted()).toEqual(
        wanted.errors.map((error) => error.spanId).toSorted(),
      );
      expect(run.errors).toBe(wanted.errors.length);
      expect(
        steps
          .filter((step) => step.kind === 'tool')
          .map((step) => ({ name: step.tool, error: step.isError }))
          .toSorted(byName),
      ).toEqual(wanted.toolCalls.toSorted(byName));

      const { value, refused } = run.outcome;
      if (wanted.outcomeHint === 'unknown') expect(value).not.toBe('failed');
      else if (wanted.outcomeHint === 'refused') expect(refused).toBe(true);
      else expect({ value, refused }).toEqual({ value: wanted.outcomeHint, refused: false });
    },
  );
});

const byName = (a: { name: string | null }, b: { name: string | null }): number =>
  String(a.name).localeCompare(String(b.name));

test('totals add up to what was sent', async () => {
  const wanted = clients.flatMap(expectedOf);
  const totals = await live.get<{ spans: number; runs: number; tokens: { input: number } }>('/api/v1/totals');
  expect(totals).toMatchObject({
    spans: wanted.reduce((sum, trace) => sum + trace.spans, 0),
    runs: wanted.length,
    tokens: { input: wanted.reduce((sum, trace) => sum + (trace.tokens.input ?? 0), 0) },
  });
});
