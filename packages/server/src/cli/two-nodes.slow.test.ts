import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSupervisor, type Supervisor } from '../adapters/clickhouse/supervisor.ts';
import { testEngine, testPlace, type TestPlace } from '../adapters/postgres/state-database.fixture.ts';
import { killStarted, run, start, type Started } from './process.fixture.ts';

/** A server of its own data directory, on the PostgreSQL and the warehouse that all share. */
type Node = { one: Started; dataDir: string; base: string; otlp: string };

const clock = fileURLToPath(new URL('./skewed-clock.fixture.ts', import.meta.url));
let dir: string;
let place: TestPlace;
let supervisor: Supervisor;
let shared: Record<string, string>;
let db: pg.Client;
beforeEach(async () => {
  if (testEngine !== 'postgres') return;
  dir = mkdtempSync(join(tmpdir(), 'signalbox-nodes-'));
  place = await testPlace();
  supervisor = await startSupervisor({ dataDir: join(dir, 'warehouse') });
  const { url, token } = supervisor.endpoint()!;
  const { url: DATABASE_URL } = place.where as { url: string };
  shared = {
    DATABASE_URL,
    CLICKHOUSE_URL: url.replace('http://', `http://signalbox:${token}@`),
    SIGNALBOX_ROOT_KEY: randomBytes(32).toString('hex'),
  };
  db = new pg.Client({ connectionString: DATABASE_URL });
  await db.connect();
  acknowledged = 0;
});
afterEach(async () => {
  if (testEngine !== 'postgres') return;
  killStarted();
  await db.end();
  await supervisor.stop();
  await place.remove();
  rmSync(dir, { recursive: true, force: true });
});

const found = (text: string, form: RegExp): string => form.exec(text)?.[1] ?? '';
async function node(name: string, skewMs = 0): Promise<Node> {
  const dataDir = join(dir, name);
  const env = { ...shared, SKEW_MS: String(skewMs), NODE_OPTIONS: `--import=${clock}` };
  const one = start(['up', '--data-dir', dataDir], { env });
  await one.until('OTEL_EXPORTER_OTLP_PROTOCOL');
  const base = found(one.text(), /Open\s+(http:\/\/[^/\s]+)/);
  return { one, dataDir, base, otlp: found(one.text(), /OTLP_ENDPOINT=(\S+)/) };
}
/** The first node, with the key it shows at its start and one that reads. */
async function firstNode(): Promise<Node> {
  const a = await node('a');
  key = found(a.one.text(), /x-signalbox-key=(\S+)/);
  read = makeKey(a);
  return a;
}
const makeKey = ({ dataDir }: Node): string =>
  run(['key', 'create', '--scopes', 'read', 'admin', '--data-dir', dataDir], { env: shared }).stdout.trim();
const end = async ({ one }: Node, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  one.child.kill(signal);
  await one.exited;
};

let key = '';
let read = '';
let acknowledged = 0;
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
async function send(to: Node, traceId: string, count: number): Promise<void> {
  const at = Date.now();
  const spans = Array.from({ length: count }, () => ({
    ...{ traceId, spanId: hex(8), name: 'chat' },
    ...{ startTimeUnixNano: `${at}000000`, endTimeUnixNano: `${at + 5}000000` },
  }));
  const answer = await fetch(`${to.otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'x-signalbox-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  expect(answer.status).toBe(200);
  acknowledged += count;
}
/** Traces that come to one node, to the other, and half to each. */
async function sendToBoth(a: Node, b: Node): Promise<void> {
  for (let n = 0; n < 10; n++) {
    const split = hex(16);
    await Promise.all([send(a, hex(16), 3), send(b, hex(16), 4), send(a, split, 2), send(b, split, 5)]);
  }
}
const get = (from: Node, path: string, headers: Record<string, string> = { 'x-signalbox-key': read }) =>
  fetch(from.base + path, { headers });
async function totals(from: Node): Promise<{ spans: number; steps?: number }> {
  const [since, until] = [Date.now() - 3_600_000, Date.now() + 3_600_000].map((ms) => new Date(ms).toISOString());
  const answer = await get(from, `/api/v1/totals?from=${since}&to=${until}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { spans: number };
}
/** Steps are what the rebuild made of spans: each span once. */
async function rebuilt(): Promise<number> {
  const { url, token } = supervisor.endpoint()!;
  const sql = 'SELECT countIf(counted = 1) AS n FROM steps FINAL';
  const answer = await fetch(`${url}/?database=signalbox&query=${encodeURIComponent(`${sql} FORMAT JSONEachRow`)}`, {
    headers: { 'x-clickhouse-key': token },
  });
  return Number(((await answer.json()) as { n: string }).n);
}
const exact = async (timeout: number, ...nodes: Node[]): Promise<void> => {
  const wait = { timeout, interval: 300 };
  await vi.waitFor(async () => expect(await rebuilt()).toBe(acknowledged), wait);
  for (const one of nodes) await vi.waitFor(async () => expect((await totals(one)).spans).toBe(acknowledged), wait);
};
/** A rebuild that fails and begins anew each second would come to the same figures. */
const untroubled = (...nodes: Node[]): void => {
  for (const { one } of nodes) expect(one.errors()).not.toContain('"level":"error"');
};
const leader = async (): Promise<string> => {
  const rows = await db.query<{ holder: string }>(
    `select holder from ops_leases where name = 'monitoring.rebuild' and until > clock_timestamp()`,
  );
  return rows.rows[0]?.holder ?? '';
};

describe.runIf(testEngine === 'postgres')('two servers on one PostgreSQL and one warehouse', () => {
  test('both take telemetry and answer alike; keys and sessions of one hold at the other at once', async () => {
    const a = await firstNode();
    const b = await node('b');
    expect(b.one.text()).not.toContain('This key is shown only now');
    expect((await get(b, '/api/v1/teams')).status).toBe(200);

    await sendToBoth(a, b);
    await exact(30_000, a, b);
    untroubled(a, b);

    const link = run(['login-link', '--data-dir', a.dataDir], { env: shared }).stdout.trim();
    const signIn = await fetch(`${a.base}/api/v1/sign-in/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: link.split('/').at(-1) }),
    });
    const cookie = signIn.headers.getSetCookie()[0]!.split(';')[0]!;
    const me = await get(b, '/api/v1/me', { cookie });
    expect(me.status).toBe(200);
    const { csrf } = (await me.json()) as { csrf: string };

    // A key used at both, revoked at one: the other has it in its memory and hears of it.
    const other = makeKey(a);
    const shown = { 'x-signalbox-key': other };
    expect([(await get(a, '/api/v1/teams', shown)).status, (await get(b, '/api/v1/teams', shown)).status]).toEqual([
      200, 200,
    ]);
    const { items } = (await (await get(b, '/api/v1/keys')).json()) as { items: { id: string }[] };
    const revoked = await fetch(`${b.base}/api/v1/keys/${items.at(-1)!.id}/revoke`, {
      method: 'POST',
      headers: { cookie, 'x-signalbox-csrf': csrf, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'tried out' }),
    });
    expect(revoked.status).toBe(204);
    await vi.waitFor(async () => expect((await get(a, '/api/v1/teams', shown)).status).toBe(401), 2_000);
    await end(a, 'SIGTERM');
    await end(b, 'SIGTERM');
  }, 120_000);

  test('the leader of the rebuild is killed: the other takes over within its lease, and nothing is lost or doubled', async () => {
    const a = await firstNode();
    await vi.waitFor(async () => expect(await leader()).not.toBe(''), 20_000);
    const first = await leader();
    const b = await node('b');
    await sendToBoth(a, b);
    await exact(30_000, a, b);
    expect(await leader()).toBe(first);

    await sendToBoth(a, b);
    const killedAt = performance.now();
    await end(a, 'SIGKILL');
    await vi.waitFor(async () => expect([first, '']).not.toContain(await leader()), { timeout: 20_000 });
    expect(performance.now() - killedAt).toBeLessThan(18_000);
    await send(b, hex(16), 6);
    // What the killed one had acknowledged lies in its spool and comes in with its next start.
    const again = await node('a');
    await exact(30_000, again, b);
    await end(again, 'SIGTERM');
    await end(b, 'SIGTERM');
  }, 150_000);

  async function inTurn(skewMs: number, patienceMs: number): Promise<void> {
    const a = await firstNode();
    const b = await node('b', skewMs);
    // The one that is behind first: a node's first moment is never before those it finds.
    const [behind, ahead] = skewMs < 0 ? [b, a] : [a, b];
    for (const one of [behind, ahead, behind, ahead]) {
      await send(one, hex(16), 3);
      await exact(patienceMs);
    }
    await sendToBoth(a, b);
    await exact(patienceMs, a, b);
    untroubled(a, b);
    await end(a, 'SIGTERM');
    await end(b, 'SIGTERM');
  }

  // Nodes date their inserts by the warehouse's clock: their own may say what it likes.
  test.each([
    ['behind', -600_000],
    ['ahead', 600_000],
  ])(
    'spans of a node whose clock is ten minutes %s are all rebuilt',
    (_words, skewMs) => inTurn(skewMs, 30_000),
    120_000,
  );
});
