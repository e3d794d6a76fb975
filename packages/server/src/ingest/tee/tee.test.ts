import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../../spine/config/load.ts';
import { createLog } from '../../spine/log.ts';
import type { Ingest, IngestRequest } from '../index.ts';
import { sender } from '../map/captures.fixture.ts';
import { openTee } from './open.ts';
import { type SecondEndpoint, secondEndpoint } from './second-endpoint.fixture.ts';
import { readTeeCounts } from './counts.ts';

let dataDir: string;
let other: SecondEndpoint;
const opened: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-teed-'));
  other = await secondEndpoint();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await other.stop();
  rmSync(dataDir, { recursive: true });
});

/** Ingest stands here as its port: it keeps all, takes the buffer away, and can be told to refuse. */
function portOf(refuse = { with: null as Error | null }): Ingest {
  return {
    async accept(request) {
      if (refuse.with !== null) throw refuse.with;
      structuredClone(request.body.buffer, { transfer: [request.body.buffer as ArrayBuffer] });
      return { rejected: 0, message: '' };
    },
    status: () => ({
      spoolSegments: 0,
      spoolBytes: 0,
      spoolAgeMs: 0,
      quarantined: 0,
      acceptedSpans: 0,
      insertedSpans: 0,
    }),
    close: async () => {},
  };
}
function start(env: Record<string, string> = {}, port = portOf()) {
  const logged: string[] = [];
  const { config } = loadConfig({
    env: { SIGNALBOX_TEE_URL: other.url, SIGNALBOX_STATE_DATA_DIR: dataDir, ...env },
    file: undefined,
  });
  const tee = openTee(
    config,
    createLog({ level: 'warn', format: 'json' }, { write: (line: string) => void logged.push(line) }),
  );
  opened.push(tee);
  return { ingest: tee.of(port), tee, logged };
}
const request = (text: string, change: Partial<IngestRequest> = {}): IngestRequest => ({
  ...{ signal: 'traces', contentType: 'protobuf', encoding: 'gzip', sender },
  body: Uint8Array.from(Buffer.from(text)),
  ...change,
});
const until = (met: () => boolean): Promise<void> => vi.waitFor(() => expect(met()).toBe(true), { timeout: 10_000 });
const bodies = (): string[] => other.got.map(({ body }) => body.toString()).toSorted();

describe('what was accepted', () => {
  test('goes on as received, with the headers of the second endpoint', async () => {
    const { ingest } = start({
      SIGNALBOX_TEE_HEADERS: 'authorization=Basic%20YTpi, x-team=ops',
      SIGNALBOX_TEE_URL: `${other.url}/otel/`,
    });
    expect(await ingest.accept(request('sent'))).toEqual({ rejected: 0, message: '' });
    await ingest.accept(request('{}', { signal: 'logs', contentType: 'json', encoding: 'identity' }));
    await until(() => other.got.length === 2);
    const traces = other.got.find(({ path }) => path === '/otel/v1/traces')!;
    expect(traces.headers).toMatchObject({
      ...{ 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
      ...{ authorization: 'Basic YTpi', 'x-team': 'ops' },
    });
    expect(traces.headers['x-signalbox-key']).toBeUndefined();
    expect(other.got.find(({ path }) => path === '/otel/v1/logs')!.headers['content-encoding']).toBeUndefined();
    await until(() => ingest.status().tee!.sent === 2);
    expect(ingest.status().tee).toEqual({ sent: 2, dropped: 0, refused: 0, queuedBytes: 0, lastError: null });
  });

  test('and nothing else: no refused request, no other signal, nothing to be masked or dropped', async () => {
    const refuse = { with: new Error('no') as Error | null };
    const { ingest } = start({}, portOf(refuse));
    await expect(ingest.accept(request('refused'))).rejects.toThrow('no');
    refuse.with = null;
    await ingest.accept(request('metrics', { signal: 'metrics' }));
    for (const contentMode of ['mask', 'drop'] as const)
      await ingest.accept(request('secret', { sender: { ...sender, contentMode } }));
    await ingest.accept(request('last'));
    await until(() => other.got.length > 0);
    expect(bodies()).toEqual(['last']);
  });

  test('without a second endpoint ingest is the same object', () => {
    const { config } = loadConfig({ env: { SIGNALBOX_STATE_DATA_DIR: dataDir } });
    const port = portOf();
    expect(openTee(config, createLog({ level: 'warn', format: 'json' })).of(port)).toBe(port);
  });
});

describe('a second endpoint in trouble', () => {
  test('is asked again after 503 and 429, not after 400; what it refused is counted and said', async () => {
    other.answers.push({ status: 503, headers: { 'retry-after': '0' } }, { status: 429 }, { status: 400 });
    const { ingest, logged } = start();
    for (const text of ['a', 'b', 'c']) await ingest.accept(request(text));
    await until(() => ingest.status().tee!.sent === 2);
    expect(ingest.status().tee).toMatchObject({ refused: 1, dropped: 0 });
    expect(bodies()).toHaveLength(2);
    expect(logged.join()).toContain('answered 400');
  });

  test('never slows an answer, and gets everything when it is back, also from another process', async () => {
    const port = Number(new URL(other.url).port);
    await other.stop();
    const first = start();
    const began = performance.now();
    for (let at = 0; at < 50; at++) await first.ingest.accept(request(`n${at}`));
    expect(performance.now() - began).toBeLessThan(500);
    await until(() => first.ingest.status().tee!.lastError !== null);
    expect(first.ingest.status().tee!.lastError).toBe('cannot be reached (ECONNREFUSED)');
    await opened.pop()!.close();
    other = await secondEndpoint(port);
    const second = start();
    await until(() => other.got.length >= 50);
    expect(new Set(bodies()).size).toBe(50);
    await until(() => second.ingest.status().tee!.queuedBytes === 0);
  });

  test('drops what has no room, counts it over restarts, and says so once', async () => {
    other.answers.push(...Array.from({ length: 50 }, () => ({ status: 503 })));
    const { ingest, logged, tee } = start({ SIGNALBOX_TEE_QUEUE_BYTES: '1000' });
    for (let at = 0; at < 10; at++) await ingest.accept(request('x'.repeat(300)));
    const { dropped } = ingest.status().tee!;
    expect(dropped).toBeGreaterThanOrEqual(7);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('the queue is full');
    await tee.close();
    opened.splice(0);
    expect(readTeeCounts(join(dataDir, 'tee'))).toMatchObject({ dropped });
  });

  test('that redirects does not get its headers sent elsewhere', async () => {
    const elsewhere = await secondEndpoint();
    other.answers.push({ status: 307, headers: { location: `${elsewhere.url}/v1/traces` } });
    const { ingest } = start({ SIGNALBOX_TEE_HEADERS: 'x-key=secret' });
    await ingest.accept(request('a'));
    await until(() => ingest.status().tee!.refused === 1);
    expect(elsewhere.got).toEqual([]);
    await elsewhere.stop();
  });
});
