import { createServer, type Server } from 'node:http';
import { connect } from 'node:http2';
import { connect as connectTo, type AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestEdge, roomy, type TestEdge } from './edge.fixture.ts';
import { composeEdge } from './compose.ts';
import { openEdge, type EdgeServer } from './server.ts';
import { staticUi } from './static-ui.ts';
import { Hono } from 'hono';

let edge: TestEdge;
const opened: (() => Promise<void>)[] = [];
beforeAll(async () => {
  edge = await openTestEdge();
});
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});
afterAll(() => edge.stop());

async function start(ports: { port?: number; otlpPort?: number; grpcPort?: number } = {}): Promise<EdgeServer> {
  const all = { host: '127.0.0.1', port: 0, otlpPort: 0, grpcPort: 0, publicUrl: null, ...ports };
  const server = await openEdge({ app: edge.app, telemetry: edge.telemetry, ports: all });
  opened.push(server.close);
  return server;
}
/** Holds a port of the loopback. */
async function occupied(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  opened.push(() => new Promise((done) => server.close(() => done())));
  return (server.address() as AddressInfo).port;
}
const at = (port: number | null, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, init);

describe('the ports', () => {
  test('web and API on one, OTLP on it and on its own', async () => {
    const server = await start();
    expect((await at(server.port, '/api/v1/health')).status).toBe(200);
    const key = await edge.key({ scopes: ['ingest'] });
    const init = {
      method: 'POST',
      headers: { 'x-signalbox-key': key, 'content-type': 'application/json' },
      body: '{}',
    };
    for (const port of [server.port, server.otlpPort])
      expect(await (await at(port, '/v1/traces', init)).json()).toEqual({});
    const elsewhere = await at(server.otlpPort, '/api/v1/health');
    expect(await elsewhere.json()).toMatchObject({
      code: 'ingest.not_found',
      detail: expect.stringContaining(`web and API are on port ${server.port}`),
    });
  });

  test('a taken first port: the next one; a taken other port: none, and both are told', async () => {
    const taken = await occupied();
    const server = await start({ port: taken, otlpPort: taken, grpcPort: taken });
    expect(server.port).toBeGreaterThan(taken);
    expect([server.otlpPort, server.grpcPort]).toEqual([null, null]);
    expect((await at(server.port, '/healthz')).status).toBe(200);
  });

  test('closing ends open connections, also a live stream', async () => {
    const own = composeEdge(
      {
        database: edge.state,
        warehouse: {
          health: () => ({ state: 'up', since: 0, detail: null, restarts: 0 }),
          onHealth: () => () => {},
        } as never,
        ingest: null,
        facts: { onAdvanced: () => () => {} },
        disk: { read: () => roomy },
        rebuildLag: async () => 0,
        backups: null,
      },
      edge.setting,
    );
    const server = await openEdge({
      app: own.app,
      telemetry: null,
      ports: { host: '127.0.0.1', port: 0, otlpPort: 0, grpcPort: 0, publicUrl: null },
    });
    expect(server.otlpPort).toBeNull();
    const stream = await at(server.port, '/api/v1/live', { headers: { 'x-signalbox-key': await edge.key() } });
    const began = performance.now();
    own.close();
    await server.close();
    await stream.text();
    expect(performance.now() - began).toBeLessThan(3_000);
    await expect(at(server.port, '/healthz')).rejects.toThrow();
  });
});

describe('4317', () => {
  const call = (port: number, path: string, body: Buffer): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const session = connect(`http://127.0.0.1:${port}`).on('error', reject);
      const stream = session.request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      stream.on('response', (headers) => resolve(headers)).on('error', reject);
      stream
        .on('close', () => session.close())
        .resume()
        .end(body);
    });

  test('answers gRPC', async () => {
    const { grpcPort } = await start();
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    const headers = await call(grpcPort!, path, Buffer.alloc(100_000));
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' });
  });
});

describe('4317, asked in HTTP/1.1', () => {
  test('takes telemetry of exporters that were told the protocol but not the port', async () => {
    const { grpcPort } = await start();
    const headers = { 'x-signalbox-key': await edge.key({ scopes: ['ingest'] }), 'content-type': 'application/json' };
    const before = edge.received.length;
    for (let i = 0; i < 3; i++) {
      const body = JSON.stringify({ resourceSpans: [], padding: 'x'.repeat(200_000) });
      const answer = await at(grpcPort, '/v1/traces', { method: 'POST', headers, body });
      expect([answer.status, await answer.json()]).toEqual([200, {}]);
      expect(edge.received.at(-1)!.body).toHaveLength(body.length);
    }
    expect(edge.received).toHaveLength(before + 3);
    expect(await (await at(grpcPort, '/')).json()).toMatchObject({ code: 'ingest.not_found' });
  });

  test('a connection that says nothing, or half a word, does not keep it from closing', async () => {
    const server = await start();
    const silent = [0, 1].map(() => connectTo(server.grpcPort!).on('error', () => {}));
    await Promise.all(silent.map((socket) => new Promise((done) => socket.once('connect', done))));
    silent[1]!.write('PO');
    const gone = silent.map((socket) => new Promise((done) => socket.once('close', done)));
    const began = performance.now();
    await opened.pop()!();
    await Promise.all(gone);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('the web', () => {
  const ui = (): Hono => {
    mkdirSync(join(edge.webRoot, 'assets'), { recursive: true });
    writeFileSync(join(edge.webRoot, 'index.html'), '<!doctype html><title>Signalbox</title>');
    writeFileSync(join(edge.webRoot, 'assets/app-1a2b.js'), `console.log(${JSON.stringify('x'.repeat(5000))})`);
    const serve = staticUi(edge.webRoot, '');
    return new Hono().all('*', async (c) => (await serve(c)) ?? c.text('none', 404));
  };

  test('keeps hashed assets for a year and asks again for the page', async () => {
    const app = ui();
    const asset = await app.request('/assets/app-1a2b.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toContain('text/javascript');
    expect((await app.request('/')).status).toBe(200);
    const deep = await app.request('/runs/abc');
    expect(deep.headers.get('cache-control')).toBe('no-cache');
    expect(await deep.text()).toContain('<title>Signalbox</title>');
    const etag = deep.headers.get('etag')!;
    expect((await app.request('/runs/abc', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  test.each(['br', 'gzip'])('packs with %s where the browser takes it', async (encoding) => {
    const answer = await ui().request('/assets/app-1a2b.js', { headers: { 'accept-encoding': `${encoding}, zstd` } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect((await answer.arrayBuffer()).byteLength).toBeLessThan(200);
  });

  test.each(['/assets/none.js', '/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])(
    'has nothing at %s',
    async (path) => {
      expect((await ui().request(path)).status).toBe(404);
    },
  );
});
