import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killStarted, run, start, type Started } from './process.fixture.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-connect-'));
let server: Started;
let url: string;
beforeAll(async () => {
  server = start(['up', '--data-dir', dataDir]);
  await server.until('Stop with Ctrl-C');
  url = /Open +(http:\/\/[^/]+)/.exec(server.text())![1]!;
}, 90_000);
afterAll(() => {
  killStarted();
  rmSync(dataDir, { recursive: true, force: true });
});

const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });
const body = (): string => {
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = {
    ...{ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), name: 'invoke_agent hello', kind: 1 },
    ...{ startTimeUnixNano: String(now - 500_000_000n), endTimeUnixNano: String(now) },
    attributes: [attribute('gen_ai.operation.name', 'invoke_agent'), attribute('gen_ai.agent.name', 'hello')],
  };
  const resource = { attributes: [attribute('service.name', 'connect-test')] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
};
const post = (path: string, key: string, text: string) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signalbox-key': key },
    body: text,
  });

test('from nothing to the first run: lines with a key, what arrives, the agent in the list', async () => {
  const waiting = start(['connect', '--wait', '--seconds', '40', '--data-dir', dataDir]);
  await waiting.until('start the agent now');
  const lines = waiting.text();
  const key = /x-signalbox-key=(sbx_\S+)/.exec(lines)![1]!;
  expect(lines).toMatch(/OTEL_EXPORTER_OTLP_ENDPOINT=http:\/\/127\.0\.0\.1:\d+/);
  expect((await post('/v1/traces', `${key.slice(0, -6)}000000`, body())).status).toBe(401);
  await waiting.until('wrong key');
  expect((await post('/v1/traces', key, '{"resourceSpans": 7}')).status).toBe(400);
  await waiting.until('refused');
  expect((await post('/v1/traces', key, body())).status).toBe(200);
  await waiting.until('Kept. The run is at');
  expect(await waiting.exited).toBe(0);
  expect(waiting.text()).not.toContain('invoke_agent');

  const made = run(['key', 'create', '--scopes', 'read', '--data-dir', dataDir]);
  const reader = made.stdout.trim();
  const agents = async () => {
    const answer = await fetch(`${url}/api/v1/agents`, { headers: { 'x-signalbox-key': reader } });
    return (await answer.json()) as { items: { key: string; slug: string; figures: { invocations: number } | null }[] };
  };
  await expect
    .poll(async () => (await agents()).items.map((one) => [one.key, one.slug, one.figures?.invocations]), {
      timeout: 20_000,
    })
    .toEqual([['hello', 'hello', 1]]);
  const { stdout } = run(['agents', '--data-dir', dataDir]);
  expect(stdout).toMatch(/^\|  Healthy +hello +0 of 1 failed$/m);
}, 90_000);

test('where nobody sends it ends with what to check', () => {
  const { stdout, status } = run(['connect', '--wait', '--seconds', '1', '--key', 'sbx_a_b', '--data-dir', dataDir]);
  expect(stdout).toContain('x-signalbox-key=sbx_a_b');
  expect(stdout).toContain('Nothing was kept so far.');
  expect(status).toBe(1);
});

test('without a server it says how to start one', () => {
  const { stderr, status } = run(['connect', '--data-dir', join(dataDir, 'elsewhere')]);
  expect(stderr).toContain('signalbox up');
  expect(status).not.toBe(0);
});
