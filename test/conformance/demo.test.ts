import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askRunningServer } from '../../packages/server/src/http/operator/client.ts';
import type { RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { freePort, type Server, startServer, stopServer } from '../bench/server.ts';

/**
 * A day of the demo fleet, scaled down, against a running server that is killed in the middle: what the server shows is what
 * the fleet has counted itself, agent by agent.
 */

type Figures = {
  spans: number;
  runs: number;
  errors: number;
  modelCalls: number;
  unknownCalls: number;
  inputTokens: number;
  outputTokens: number;
};
type Report = { say: 'backfilled'; spans: number; all: Figures; byAgent: Record<string, Figures> };

const fleetEntry = join(import.meta.dirname, '../../packages/demo/src/main.ts');
const dir = mkdtempSync(join(tmpdir(), 'signalbox-demo-live-'));
const dataDir = join(dir, 'data');
let place: Parameters<typeof startServer>[0];
let server: Server;
let cookie: string;
let fleet: ChildProcess | null = null;
let report: Report;

beforeAll(async () => {
  const [port, otlpPort] = [await freePort(), await freePort()];
  place = { dataDir, port, otlpPort, logFile: join(dir, 'server.log') };
  server = await startServer(place);
  cookie = await signIn(server);
  const answer = await askRunningServer(dataDir, { command: 'demo-start' });
  if (answer === null || !('since' in answer)) throw new Error('The server gave the demo no key.');
  const { key } = answer;
  fleet = fork(fleetEntry, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const reported = new Promise<Report>((done, fail) => {
    fleet!.on('message', (said: Report | { say: 'trouble' }) => said.say === 'backfilled' && done(said));
    fleet!.once('exit', (code) => fail(new Error(`The fleet ended (${code}) before its past was sent.`)));
  });
  const now = Date.now();
  fleet.send({ otlpUrl: server.otlpUrl, key, seed: 'live', anchor: now, now, days: 1, rate: 0.7, live: false });
  await new Promise((next) => setTimeout(next, 1_500));
  server.child.kill('SIGKILL');
  await new Promise((next) => setTimeout(next, 500));
  server = await startServer(place);
  report = await reported;
}, 120_000);
afterAll(async () => {
  fleet?.kill('SIGKILL');
  await stopServer(server);
  rmSync(dir, { recursive: true, force: true });
});

async function signIn({ url, signInToken }: Server): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ token: signInToken });
  const answer = await fetch(`${url}/api/v1/sign-in/link`, { method: 'POST', headers, body });
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0]!);
  return cookies.join('; ');
}

async function get<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(server.url + path, { headers: { cookie } });
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

type Totals = {
  spans: number;
  runs: number;
  errors: number;
  modelCalls: number;
  tokens: { input: number; output: number; unknownCalls: number };
};

async function totals(): Promise<Figures> {
  const day = 86_400_000;
  const range = `from=${new Date(Date.now() - 2 * day).toISOString()}&to=${new Date(Date.now() + day / 24).toISOString()}`;
  const { spans, runs, errors, modelCalls, tokens } = await get<Totals>(`/api/v1/totals?${range}`);
  const { input, output, unknownCalls } = tokens;
  return { spans, runs, errors, modelCalls, unknownCalls, inputTokens: input, outputTokens: output };
}

test('totals are what the fleet has counted, though the server was killed meanwhile', async () => {
  expect(report.all.spans).toBeGreaterThan(1_500);
  expect(report.all.runs).toBeGreaterThan(300);
  await expect.poll(totals, { timeout: 40_000, interval: 500 }).toEqual(report.all);
}, 60_000);

test('each agent has its runs, errors, calls and tokens', async () => {
  const seen = new Map<string, Omit<Figures, 'unknownCalls'>>();
  let cursor: string | null = null;
  do {
    const page: RunList = await get(`/api/v1/runs?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`);
    for (const run of page.items) {
      const own = seen.get(run.agent) ?? {
        spans: 0,
        runs: 0,
        errors: 0,
        modelCalls: 0,
        inputTokens: 0,
        outputTokens: 0,
      };
      own.runs++;
      own.spans += run.steps;
      own.errors += run.errors;
      own.modelCalls += run.modelCalls;
      own.inputTokens += run.tokens.input ?? 0;
      own.outputTokens += run.tokens.output ?? 0;
      seen.set(run.agent, own);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  // A run does not say how many of its calls told no tokens; the totals do.
  for (const [agent, figures] of seen)
    expect({ agent, ...report.byAgent[agent]! }).toMatchObject({ agent, ...figures });
  expect([...seen.keys()].toSorted()).toEqual(Object.keys(report.byAgent).toSorted());
  // On some days not all of them work.
  expect(seen.size).toBeGreaterThan(7);
}, 30_000);
