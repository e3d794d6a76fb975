import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { spanIdOf, traceIdOf } from '../../packages/server/src/ingest/parts/ids.ts';
import type { Run, RunList, RunPage } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { freePort } from '../bench/server.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';
import { clientPrograms, present, type Programs } from './client-programs.ts';

/** Langfuse's SDK 3, which sends batches only: its capture in any order and cut, and itself, against a running server. */

const folder = fileURLToPath(new URL('../../../shared/fixtures/otlp/langfuse-v3', import.meta.url));
type Event = { id: string; type: string };
type Known = number | null;
type SentScore = {
  id: string;
  name: string;
  value: unknown;
  traceId: string;
  observationId?: string;
  comment?: string;
};
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

/** As the SDK: user = id of the key, password = its secret. */
function halves(key: string): { id: string; secret: string } {
  const [, id = '', secret = ''] = key.split('_');
  return { id, secret };
}

/** A server and the key that its first start showed. */
class Batches {
  live: LiveServer;
  readonly key: string;

  constructor(live: LiveServer) {
    this.live = live;
    this.key = live.server.key!;
  }

  async send(batch: readonly unknown[]): Promise<void> {
    const { id, secret } = halves(this.key);
    const answer = await fetch(`${this.live.server.url}/api/public/ingestion`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${id}:${secret}`)}` },
      body: JSON.stringify({ batch }),
    });
    expect(answer.status).toBe(207);
    expect(((await answer.json()) as { errors: unknown[] }).errors).toEqual([]);
  }

  runs = async (): Promise<Run[]> => (await this.live.get<RunList>('/api/v1/runs?limit=200')).items;

  async runOf(trace: string, spans: number): Promise<Run> {
    for (let looks = 0; looks < 100; looks++) {
      const run = (await this.runs()).find((one) => one.traceId === traceIdOf(trace));
      if (run?.steps === spans) return run;
      await new Promise((next) => setTimeout(next, 200));
    }
    throw new Error(`${trace} was not seen with ${spans} steps within 20 s.`);
  }

  /** kill -9, and a new process on what it left. */
  async kill(): Promise<void> {
    const { child, pid } = this.live.server;
    const ended = new Promise((done) => child.once('exit', done));
    process.kill(pid, 'SIGKILL');
    await ended;
    this.live = await liveServer({}, dirname(this.live.dataDir));
  }
}
const known = (text: string | null): string | null => (text === '' ? null : text);

describe.skipIf(!existsSync(folder))('a capture of Langfuse SDK 3', () => {
  const bodies = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('ingestion.bin')) : [];
  const events = bodies.flatMap((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')).batch as Event[]);
  const { records, scores: sentScores } = existsSync(folder)
    ? (JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')) as { records: Expected[]; scores: SentScore[] })
    : { records: [], scores: [] };

  let batches: Batches;
  beforeEach(async () => void (batches = new Batches(await liveServer())));
  afterEach(() => batches.live.close());

  test('backwards, cut into threes and some of it twice, is the runs that were expected', async () => {
    const backwards = events.toReversed();
    for (let at = 0; at < backwards.length; at += 3) await batches.send(backwards.slice(at, at + 4));
    await shownAsExpected();
  });

  test(
    'an event at a time, with the server killed after every fifth, is the same runs',
    { timeout: 240_000 },
    async () => {
      const order = events.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      for (const [at, event] of order.entries()) {
        await batches.send([event]);
        if (at % 5 === 4) await batches.kill();
      }
      await shownAsExpected();
    },
  );

  async function shownAsExpected(): Promise<void> {
    for (const wanted of records) {
      const run = await batches.runOf(wanted.traceId, wanted.spans);
      const { steps, scores } = await batches.live.get<RunPage>(`/api/v1/runs/${run.id}`);
      expect({
        ...{ agents: run.agents, modelCalls: run.modelCalls, toolCalls: run.toolCalls, models: run.models.toSorted() },
        ...{ conversation: run.conversation, user: run.user, environment: known(run.environment), tags: run.tags },
        ...{ prompt: run.promptName, version: run.promptVersion, outcome: run.outcome.value, service: run.service },
        ...{ input: run.tokens.input, output: run.tokens.output },
        errors: steps.filter((step) => step.isError).map((step) => step.spanId),
        scores: scores
          .map(({ id, name, value, spanId, comment }) => ({ id, name, value, spanId, comment }))
          .toSorted(byId),
      }).toEqual({
        ...{ agents: wanted.agents, modelCalls: wanted.modelCalls, toolCalls: 0, models: wanted.models.toSorted() },
        ...{ conversation: wanted.conversation, user: wanted.user, environment: wanted.environment, tags: wanted.tags },
        ...{ prompt: wanted.promptName, version: wanted.promptVersion, outcome: wanted.outcomeHint },
        ...{ service: wanted.workflow, input: wanted.tokens.input, output: wanted.tokens.output },
        errors: wanted.errors.map(({ spanId }) => spanIdOf(spanId)),
        scores: scoresOf(wanted.traceId),
      });
    }
  }

  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  const scoresOf = (traceId: string): unknown[] =>
    sentScores
      .filter((score) => score.traceId === traceId)
      .map(({ id, name, value, observationId, comment }) => ({
        ...{ id, name, value, comment: comment ?? null },
        spanId: observationId === undefined ? null : spanIdOf(observationId),
      }))
      .toSorted(byId);
});

describe.skipIf(!present)('the client itself', () => {
  let programs: Programs;
  let batches: Batches;
  beforeAll(async () => {
    programs = await clientPrograms(await freePort());
    batches = new Batches(await liveServer());
  });
  afterAll(async () => {
    programs?.close();
    await batches?.live.close();
  });

  test('sends what becomes its runs, and is told of no error', { timeout: 600_000 }, async ({ skip }) => {
    const missing = await programs.install('langfuse');
    if (missing !== null) skip(missing);
    const { id, secret } = halves(batches.key);
    const printed = await programs.run('langfuse', 'run-v3.mjs', {
      ...{ OTLP_BASE: batches.live.server.url, KEY_ID: id, KEY_SECRET: secret },
    });
    expect(printed).not.toMatch(/Unauthorized|access\.\w+|ingest\.\w+|event errors/i);
    const first = await batches.runOf('trace-0001', 6);
    expect(first).toMatchObject({ modelCalls: 2, service: 'support-agent', user: 'user-77', tags: ['beta'] });
    const { scores } = await batches.live.get<RunPage>(`/api/v1/runs/${first.id}`);
    expect(scores.map(({ name, value }) => [name, value]).toSorted()).toEqual([
      ['helpfulness', 0.9],
      ['toxicity', 'none'],
    ]);
    await expect.poll(async () => (await batches.runs()).length, { timeout: 30_000 }).toBe(3);
    const others = (await batches.runs()).filter((run) => run.id !== first.id);
    const said = others.map(
      (run) => `${run.modelCalls} calls, ${run.errors} errors, ${run.tokens.input ?? '?'}/${run.tokens.output ?? '?'}`,
    );
    expect(said.toSorted()).toEqual(['1 calls, 0 errors, 812/41', '1 calls, 1 errors, ?/?']);
  });
});
