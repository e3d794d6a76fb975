import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { importTraces } from './import.ts';

/** What a server would hear: its telemetry doors stand in front of the app, so a port takes their place; conformance asks a real one. */
type Heard = { path: string; body: { resourceSpans?: { scopeSpans: { spans: { startTimeUnixNano: string }[] }[] }[] } };
type Reply = { status: number; body: unknown; headers?: Record<string, string> };
let server: Server;
let url: string;
let heard: Heard[];
let replies: (path: string) => Reply | undefined;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-import-'));
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url!;
    if (request.method === 'POST') heard.push({ path, body: JSON.parse(gunzipSync(Buffer.concat(chunks)).toString()) });
    const usual = request.method === 'GET' ? { status: 404, body: {} } : { status: 200, body: {} };
    const { status, body, headers }: Reply = replies(path) ?? usual;
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  heard = [];
  replies = () => undefined;
});
afterEach(() => {
  process.exitCode = undefined;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((done) => server.close(done));
});

const trial = (task: number, reward: unknown = 1) => ({
  ...{ task_id: task, trial: 0, reward },
  traj: [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
  ],
});
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
async function bring(path: string, more: object = {}, format = 'tau_bench'): Promise<string[]> {
  const spies = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')].map((spy) => spy.mockImplementation(() => {}));
  try {
    await importTraces(format, [path], { url, key: 'sbx_k', environment: 'imported', ...more });
    return spies[0]!.mock.calls.map(String);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
const starts = () =>
  heard.flatMap(({ body }) => (body.resourceSpans ?? []).map((one) => one.scopeSpans[0]!.spans[0]!.startTimeUnixNano));
const midnight = (): string => `${Math.floor(Date.now() / 86_400_000) * 86_400_000}000000`;

describe('signalbox import', () => {
  test('sends labels before the spans of a run, under the midnight before now, and says what it sent', async () => {
    const lines = await bring(file('a.json', [trial(1), trial(2)]));
    expect(lines).toEqual([
      '2 runs, 4 steps, 2 scores sent',
      '2 of the runs have no time in their source: shown as not recorded, steps in order',
    ]);
    const order = heard.filter(({ body }) => JSON.stringify(body).includes('task 1 ') || !('resourceSpans' in body));
    expect(order.at(-1)!.path).toBe('/v1/traces');
    expect(heard.map(({ path }) => path).toSorted()).toEqual([
      ...['/api/public/ingestion', '/api/public/ingestion', '/api/v1/outcomes', '/api/v1/outcomes'],
      ...['/v1/traces', '/v1/traces'],
    ]);
    expect(new Set(starts())).toEqual(new Set([midnight()]));
    expect(process.exitCode).toBeUndefined();
  });

  test('leaves alone what is there in full, and goes on with what is there in part as it began', async () => {
    const path = file('b.json', [trial(1)]);
    const known = (steps: number): void => {
      const run = { startedAt: '2026-10-01T00:00:00.000Z', steps };
      replies = (asked) => (asked.startsWith('/api/v1/runs/') ? { status: 200, body: { run } } : undefined);
    };
    known(2);
    expect((await bring(path))[0]).toBe('0 runs, 0 steps, 0 scores sent; 1 runs were there already');
    expect(heard).toEqual([]);
    known(1);
    expect((await bring(path))[0]).toContain('1 runs, 2 steps');
    expect(starts()).toEqual([`${Date.UTC(2026, 9, 1)}000000`]);
    known(2);
    expect((await bring(path, { again: true }))[0]).toContain('1 runs, 2 steps');
    expect(new Set(starts()).size).toBe(1);
  });

  test('with --at files them there; with --dry-run asks nobody', async () => {
    const path = file('c.json', [trial(1)]);
    await bring(path, { at: '2026-11-01' });
    expect(starts()).toEqual([`${Date.UTC(2026, 10, 1)}000000`]);
    heard = [];
    expect((await bring(path, { dryRun: true, key: undefined }))[0]).toContain('found (nothing was sent)');
    expect(heard).toEqual([]);
    await expect(bring(path, { at: 'soon' })).rejects.toThrow('--at must be a date');
  });

  test('passes over bad records, with file and line, and ends with 1', async () => {
    const path = file('d.json', `[${JSON.stringify(trial(1))},\n${JSON.stringify(trial(2, 'x'))},\n{"cut": oops}]`);
    const lines = await bring(path);
    expect(lines[0]).toBe('1 runs, 2 steps, 1 scores sent');
    expect(lines.slice(2, 4)).toEqual(['2 refused:', `  ${path}:2 (record 2)  "reward" must be a number`]);
    expect(lines[4]).toContain(`${path}:3 (record 3)  It is no JSON`);
    expect(process.exitCode).toBe(1);
  });

  test('tells what the server would not keep of a record, whoever says it, and goes on', async () => {
    replies = (path) =>
      path === '/v1/traces'
        ? { status: 200, body: { partialSuccess: { rejectedSpans: '2', errorMessage: 'bad ids' } } }
        : path === '/api/v1/outcomes'
          ? { status: 400, body: { detail: 'No such run.' } }
          : path === '/api/public/ingestion'
            ? { status: 207, body: { errors: [{ id: 's', message: 'reserved' }] } }
            : undefined;
    const lines = await bring(file('e.json', [trial(1)]));
    expect(lines.slice(2).map((line) => line.replace(/^.*json:1 */, ''))).toEqual([
      '3 refused:',
      's: reserved',
      'No such run.',
      '2 spans: bad ids',
    ]);
  });

  test('comes again where the server is busy, and stops where it is refused', async () => {
    let busy = 1;
    replies = (path) =>
      path === '/v1/traces' && busy-- > 0 ? { status: 503, body: {}, headers: { 'retry-after': '0.01' } } : undefined;
    await bring(file('f.json', [trial(1)]));
    expect(heard.filter(({ path }) => path === '/v1/traces')).toHaveLength(2);
    replies = () => ({ status: 403, body: { detail: 'The key lacks the scope ingest.' } });
    await expect(bring(file('f.json', [trial(1)]))).rejects.toThrow('lacks the scope ingest');
  });

  test('reads folders in order, and files whatever they are called; unknown formats and empty folders are refused', async () => {
    file('g/two.json', [trial(2)]);
    file('g/one/a.traj', [trial(1)]);
    file('g/README.md', 'nothing');
    expect((await bring(join(folder, 'g')))[0]).toContain('2 runs');
    expect((await bring(file('g/other.txt', [trial(3)])))[0]).toContain('1 runs');
    mkdirSync(join(folder, 'empty'));
    await expect(bring(join(folder, 'empty'))).rejects.toThrow('There are no .json');
    await expect(bring(join(folder, 'gone'))).rejects.toThrow('There is no ');
    await expect(bring(folder, {}, 'toString')).rejects.toThrow(
      'There is no format "toString"; there are who_and_when',
    );
  });
});
