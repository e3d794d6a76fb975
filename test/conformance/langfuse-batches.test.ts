import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spanIdOf, traceIdOf } from '../../packages/server/src/ingest/parts/ids.ts';
import type { Run, RunList, RunPage } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { freePort } from '../bench/server.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';
import { clientPrograms, present, type Programs } from './client-programs.ts';

/** Langfuse's SDK 3, which sends batches only: its capture in any order and cut, and itself, against a running server. */

const folder = fileURLToPath(new URL('../../../shared/fixtures/otlp/langfuse-v3', import.meta.url));
type Event = { id: string; type: string };
type Known = number | null;
type Expected = {
  traceId: string;
  scenario: string;
  spans: number;
  agents: string[];
  modelCalls: number;
  models: string[];
  tokens: { input: Known; output: Known };
  errors: { spanId: string }[];
  outcomeHint: string;
  conversation: string;
  user: string;
  environment: string | null;
  tags: string[];
  promptName: string | null;
  promptVersion: string | null;
  workflow: string;
};

let live: LiveServer;
let programs: Programs | undefined;
beforeAll(async () => {
  live = await liveServer();
});
afterAll(async () => {
  programs?.close();
  await live?.close();
});

/** As the SDK: user = id of the key, password = its secret. */
function halves(): { id: string; secret: string } {
  const [, id = '', secret = ''] = live.server.key!.split('_');
  return { id, secret };
}
async function send(batch: readonly unknown[]): Promise<void> {
  const { id, secret } = halves();
  const answer = await fetch(`${live.server.url}/api/public/ingestion`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: JSON.stringify({ batch }),
  });
  expect(answer.status).toBe(207);
  expect(((await answer.json()) as { errors: unknown[] }).errors).toEqual([]);
}
async function runOf(trace: string, spans: number): Promise<Run> {
  for (let looks = 0; looks < 100; looks++) {
    const { items } = await live.get<RunList>('/api/v1/runs?limit=200');
    const run = items.find((one) => one.traceId === traceIdOf(trace));
    if (run?.steps === spans) return run;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error(`${trace} was not seen with ${spans} steps within 20 s.`);
}
const known = (text: string | null): string | null => (text === '' ? null : text);

describe.skipIf(!existsSync(folder))('a capture of Langfuse SDK 3', () => {
  const bodies = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('ingestion.bin')) : [];
  const events = bodies.flatMap((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')).batch as Event[]);
  const records: Expected[] = existsSync(folder)
    ? JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')).records
    : [];

  test('backwards, cut into threes and some of it twice, is the runs that were expected', async () => {
    const backwards = events.toReversed();
    for (let at = 0; at < backwards.length; at += 3) await send(backwards.slice(at, at + 4));
    for (const wanted of records) {
      const run = await runOf(wanted.traceId, wanted.spans);
      const { steps } = await live.get<RunPage>(`/api/v1/runs/${run.id}`);
      expect({
        ...{ agents: run.agents, modelCalls: run.modelCalls, toolCalls: run.toolCalls, models: run.models.toSorted() },
        ...{ conversation: run.conversation, user: run.user, environment: known(run.environment), tags: run.tags },
        ...{ prompt: run.promptName, version: run.promptVersion, outcome: run.outcome.value },
        ...{ input: run.tokens.input, output: run.tokens.output },
        errors: steps.filter((step) => step.isError).map((step) => step.spanId),
      }).toEqual({
        ...{ agents: wanted.agents, modelCalls: wanted.modelCalls, toolCalls: 0, models: wanted.models.toSorted() },
        ...{ conversation: wanted.conversation, user: wanted.user, environment: wanted.environment, tags: wanted.tags },
        ...{ prompt: wanted.promptName, version: wanted.promptVersion, outcome: wanted.outcomeHint },
        ...{ input: wanted.tokens.input, output: wanted.tokens.output },
        errors: wanted.errors.map(({ spanId }) => spanIdOf(spanId)),
      });
    }
  });
});

describe.skipIf(!present)('the client itself', () => {
  test('sends what becomes its runs, and is told of no error', { timeout: 600_000 }, async ({ skip }) => {
    programs = await clientPrograms(await freePort());
    const missing = await programs.install('langfuse');
    if (missing !== null) skip(missing);
    const { id, secret } = halves();
    const before = new Set((await live.get<RunList>('/api/v1/runs?limit=200')).items.map((run) => run.traceId));
    const printed = await programs.run('langfuse', 'run-v3.mjs', {
      ...{ OTLP_BASE: live.server.url, KEY_ID: id, KEY_SECRET: secret },
    });
    expect(printed).not.toMatch(/Unauthorized|access\.\w+|ingest\.\w+|event errors/i);
    const fresh = async (): Promise<Run[]> =>
      (await live.get<RunList>('/api/v1/runs?limit=200')).items.filter((run) => !before.has(run.traceId));
    await expect.poll(async () => (await fresh()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
    const said = (await fresh()).map(
      (run) => `${run.modelCalls} calls, ${run.errors} errors, ${run.tokens.input ?? '?'}/${run.tokens.output ?? '?'}`,
    );
    expect(said.toSorted()).toEqual(['1 calls, 0 errors, 812/41', '1 calls, 1 errors, ?/?']);
  });
});
