import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Health } from './http/health.ts';
import { endAll, openSignalbox, type Signalbox } from './app.ts';
import { loadConfig } from './spine/config/load.ts';
import { createLog } from './spine/log.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-app-'));
const { config } = loadConfig({ env: {}, flags: { 'state.dataDir': dataDir } });
const logged: string[] = [];
const surroundings = {
  log: createLog({ level: 'error', format: 'json' }, { write: (line: string) => void logged.push(line) }),
  publicUrl: () => 'http://signalbox.test',
  progress: () => {},
  signal: new AbortController().signal,
};
let box: Signalbox;
let key: string;
let server: Server;
beforeAll(async () => {
  box = await openSignalbox(config, surroundings);
  key = (await box.bootstrap()).ingestKey!;
  server = createServer((request, response) => void box.edge.telemetry!.otlp(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await box.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function send(as: string, traceId: string): Promise<Response> {
  const span = { traceId, spanId: '00f067aa0ba902b7', name: 'chat', startTimeUnixNano: `${Date.now()}000000` };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const headers = { 'x-signalbox-key': as, 'content-type': 'application/json' };
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, {
    method: 'POST',
    headers,
    body,
  });
}

const health = (): Health => box.edge.health();

test('with the control state gone, telemetry of a known key is still kept; an unknown key is told to come back', async () => {
  expect((await send(key, '1'.repeat(32))).status).toBe(200);
  await box.state.close();
  // What is remembered for five seconds in any case must have passed.
  await new Promise((done) => setTimeout(done, 5_200));

  const kept = await send(key, '2'.repeat(32));
  expect([kept.status, await kept.json()]).toEqual([200, {}]);
  const unknown = await send(`sbx_${'0'.repeat(32)}_${'0'.repeat(48)}`, '3'.repeat(32));
  expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await unknown.json()).toMatchObject({ message: expect.stringMatching(/^state\.unavailable: /) });
  // Kept means: it goes on into the warehouse, which needs no control state.
  await vi.waitFor(() => expect(health().ingest).toMatchObject({ acceptedSpans: 2, insertedSpans: 2 }), 10_000);
  await vi.waitFor(() => expect(health()).toMatchObject({ state: { status: 'down' } }), 10_000);
}, 60_000);

test('an aborted start opens nothing; what fails to end does not keep the rest open', async () => {
  const dir = join(dataDir, 'other');
  const { config: other } = loadConfig({ env: {}, flags: { 'state.dataDir': dir } });
  const stop = AbortSignal.abort(new Error('interrupted'));
  await expect(openSignalbox(other, { ...surroundings, signal: stop })).rejects.toThrow('interrupted');
  expect(readdirSync(dataDir)).not.toContain('other');

  const ended: string[] = [];
  const end =
    (name: string, fails = false) =>
    async (): Promise<void> => {
      ended.push(name);
      if (fails) throw new Error(`${name} does not end`);
    };
  await expect(endAll([end('a'), end('b', true), end('c', true), end('d')])).rejects.toThrow('c does not end');
  expect(ended).toEqual(['d', 'c', 'b', 'a']);
});
