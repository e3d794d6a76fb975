import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Signalbox, signalbox } from '../../packages/sdk/src/index.ts';
import type { RunPage } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { freePort, type Server, startServer, stopServer } from '../bench/server.ts';

/** The SDK at a server that is killed and comes back, over the network, on its stores. */
type Release = { id: string; version: string; digest: string };
let dir: string;
let server: Server;
let port: number;
let cookie: string;
let csrf: string;
let key: string;
let one: Release;
let two: Release;
const open = new Set<Signalbox>();

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'signalbox-sdk-'));
  port = await freePort();
  await start();
  const { items } = (await call('GET', '/api/v1/teams')) as { items: { id: string }[] };
  const teamId = items[0]!.id;
  key = (
    (await call('POST', '/api/v1/keys', { name: 'sdk', teamId, scopes: ['deliver', 'ingest'] })) as { secret: string }
  ).secret;
  const release = async (n: number): Promise<Release> => {
    const metadata = { name: 'helper', team: teamId };
    const file = {
      apiVersion: 'signalbox/v1',
      kind: 'Agent',
      metadata,
      release: { why: 'test', manifest: { settings: { n } } },
    };
    return ((await call('POST', '/api/v1/apply', { file })) as { release: Release }).release;
  };
  one = await release(1);
  two = await release(2);
  await deploy(one);
});
afterAll(async () => {
  await Promise.all([...open].map((client) => client.close(100)));
  if (server !== undefined) await stopServer(server);
  rmSync(dir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const place = { dataDir: join(dir, 'data'), port, otlpPort: 0, logFile: join(dir, 'server.log') };
  server = await startServer(place);
  const token = server.signInToken;
  const answer = await fetch(`${server.url}/api/v1/sign-in/link`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) },
  });
  const kept = answer.headers.getSetCookie().map((one) => one.split(';')[0]!);
  if (kept.length > 0) cookie = kept.join('; ');
  csrf = ((await call('GET', '/api/v1/me')) as { csrf: string }).csrf;
}

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { cookie, 'x-signalbox-csrf': csrf ?? '', 'content-type': 'application/json' };
  const payload = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(server.url + path, { method, headers, ...payload });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const deploy = ({ id }: Release) =>
  call('POST', '/api/v1/agents/helper/deployments/production/deploy', { releaseId: id, reason: 'test' });

/** What each instance was told, in order. */
function client(more: object = {}): { own: Signalbox; told: { version: string; seq: number }[] } {
  const told: { version: string; seq: number }[] = [];
  const onRelease = ({ version, seq }: { version: string; seq: number }): void => void told.push({ version, seq });
  const url = `http://127.0.0.1:${port}`;
  const own = signalbox({ url, key, agent: 'helper', onRelease, onError: () => {}, ...more });
  open.add(own);
  return { own, told };
}
async function until(isSo: () => Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; !(await isSo()); await sleep(20))
    if (Date.now() > end) throw new Error(`It was not so within ${ms} ms.`);
}

test('a server that is killed: instances go on, start from the disk, and come up to it when it is back', async () => {
  const cacheDir = join(dir, 'cache');
  const all = Array.from({ length: 20 }, (_, n) => client(n === 0 ? { cacheDir } : {}));
  const versions = async (): Promise<Set<string>> =>
    new Set(await Promise.all(all.map(async ({ own }) => (await own.release()).version)));
  expect(await versions()).toEqual(new Set([one.version]));
  await sleep(50);
  const died = new Promise((resolve) => server.child.once('exit', resolve));
  server.child.kill('SIGKILL');
  await died;
  expect(await versions()).toEqual(new Set([one.version]));
  const late = client({ cacheDir });
  expect(await late.own.release()).toMatchObject({ version: one.version, source: 'disk' });
  const nobody = client({ timeoutMs: 300 });
  await expect(nobody.own.release()).rejects.toMatchObject({ code: 'unavailable' });
  await nobody.own.close(100);
  all.push(late);
  await start();
  await until(async () => (await late.own.release()).source === 'server', 10_000);
  await deploy(two);
  await until(async () => [...(await versions())].join() === two.version, 10_000);
  await call('POST', '/api/v1/agents/helper/deployments/production/roll-back', { reason: 'test' });
  await until(async () => [...(await versions())].join() === one.version, 10_000);
  for (const { told } of all) {
    const seqs = told.map((each) => each.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(told.at(-1)!.version).toBe(one.version);
  }
  type Instances = { items: { state: string; sdk: string }[] };
  const inState = async (state: string): Promise<number> =>
    ((await call('GET', '/api/v1/agents/helper/instances?limit=200')) as Instances).items.filter(
      (each) => each.state === state && each.sdk.startsWith('signalbox-js/'),
    ).length;
  await until(async () => (await inState('alive')) === all.length, 40_000);
  await Promise.all(all.map(({ own }) => own.close()));
  await until(async () => (await inState('stopped')) === all.length, 10_000);
});

test('a run arrives with its release, its outcome and what somebody thought of it', async () => {
  const { own } = client();
  const traceId = await own.run({ conversation: 'c-1', user: 'u-1' }, async (run) => {
    await run.model({ model: 'gpt-5-mini', provider: 'openai' }, (report) => report.usage({ input: 10, output: 2 }));
    run.outcome('failed', 'no stock');
    run.feedback({ value: 2, name: 'stars', comment: 'Slow.' });
    return run.traceId;
  });
  expect(await own.flush()).toBe(true);
  let page: RunPage | null = null;
  await until(async () => {
    const { items } = (await call('GET', '/api/v1/runs?limit=10')) as { items: { id: string; traceId: string }[] };
    const found = items.find((each) => each.traceId === traceId);
    if (found === undefined) return false;
    page = (await call('GET', `/api/v1/runs/${found.id}`)) as RunPage;
    return page.run.outcome.value === 'failed' && page.scores.length >= 1;
  }, 60_000);
  expect(page!.run).toMatchObject({
    ...{
      agent: 'helper',
      release: one.digest,
      environment: 'production',
      conversation: 'c-1',
      user: 'u-1',
      modelCalls: 1,
    },
    tokens: { input: 10, output: 2 },
  });
  expect(page!.links.release).toMatchObject({ id: one.id, version: one.version });
  expect(page!.scores.map((score) => score.name)).toContain('stars');
});
