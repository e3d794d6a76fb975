import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Health } from '../http/health.ts';
import { canMount, smallDisk, type SmallDisk } from '../spine/disk/small-disk.fixture.ts';
import { killStarted, run, start, type Started } from './process.fixture.ts';

const MiB = 1 << 20;
let disk: SmallDisk;
let dataDir: string;
beforeAll(() => {
  if (!canMount) return;
  disk = smallDisk(320);
  dataDir = join(disk.dir, 'data');
});
afterAll(() => {
  killStarted();
  disk?.remove();
});

const inDir = (): string[] => ['--data-dir', dataDir];
const found = (text: string, form: RegExp): string => form.exec(text)?.[1] ?? '';
type Box = { one: Started; base: string; otlp: string };
async function up(reserve: string): Promise<Box> {
  const env = { SIGNALBOX_DISK_RESERVE_BYTES: reserve, SIGNALBOX_LOG_LEVEL: 'error' };
  const one = start(['up', ...inDir()], { env });
  await one.until('OTEL_EXPORTER_OTLP_PROTOCOL');
  const base = found(one.text(), /Open\s+(http:\/\/[^/\s]+)/);
  return { one, base, otlp: found(one.text(), /OTLP_ENDPOINT=(\S+)/) };
}
const down = async ({ one }: Box): Promise<void> => {
  one.child.kill('SIGTERM');
  await one.exited;
};

/** The process of the warehouse, which is a child of the server's. */
function engineOf({ one: { child } }: Box): number {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
  const found = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('chdb-child'));
  return Number(found);
}

let key = '';
let read = '';
let acknowledged = 0;
const spansEach = 40;
/** A request of spans that do not compress; counted when acknowledged. */
async function send({ otlp }: Box): Promise<Response> {
  const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
  const traceId = hex(16);
  const spans = Array.from({ length: spansEach }, () => ({
    ...{ traceId, spanId: hex(8), name: 'chat', startTimeUnixNano: `${Date.now()}000000` },
    endTimeUnixNano: `${Date.now() + 5}000000`,
    attributes: [{ key: 'note', value: { stringValue: hex(2_000) } }],
  }));
  const answer = await fetch(`${otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'x-signalbox-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  if (answer.status === 200) acknowledged += spansEach;
  return answer;
}
const get = (box: Box, path: string): Promise<Response> =>
  fetch(box.base + path, { headers: { 'x-signalbox-key': read } });
const health = async (box: Box): Promise<Health> => (await (await get(box, '/api/v1/health')).json()) as Health;
async function counted(box: Box): Promise<number> {
  const [from, to] = [Date.now() - 3_600_000, Date.now() + 60_000].map((ms) => new Date(ms).toISOString());
  const answer = await get(box, `/api/v1/totals?from=${from}&to=${to}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { spans: number }).spans;
}

describe.runIf(canMount)('on a disk that fills', () => {
  test('telemetry waits while the rest goes on: sign-in, keys, reads; and comes in again when there is room', async () => {
    const box = await up('16 MiB');
    key = found(box.one.text(), /x-signalbox-key=(\S+)/);
    read = run(['key', 'create', '--scopes', 'read', ...inDir()]).stdout.trim();
    expect((await send(box)).status).toBe(200);
    expect((await health(box)).disk.status).toBe('ok');
    disk.fill(40 * MiB);
    await vi.waitFor(async () => expect((await health(box)).disk.status).toBe('filling'), 5_000);
    expect((await send(box)).status).toBe(200);
    disk.free();
    disk.fill(12 * MiB);
    await vi.waitFor(async () => expect((await health(box)).disk.status).toBe('full'), 5_000);

    const refused = await send(box);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await refused.json()).toMatchObject({ message: expect.stringMatching(/^ingest\.no_room: Only \d+ bytes/) });
    expect((await health(box)).status).toBe('degraded');
    expect(run(['login-link', ...inDir()]).stdout).toContain('/sign-in/');
    expect((await get(box, '/api/v1/runs')).status).toBe(200);
    await vi.waitFor(async () => expect(await counted(box)).toBe(acknowledged), 20_000);

    disk.free();
    await vi.waitFor(async () => expect((await send(box)).status).toBe(200), 5_000);
    await down(box);
  }, 90_000);

  test('to its last byte: nothing acknowledged is lost or quarantined, reads stay, a killed warehouse comes back', async () => {
    const box = await up('1');
    disk.fill(6 * MiB);
    let last: Response;
    do last = await send(box);
    while (last.status === 200);
    expect([last.status, last.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await last.json()).toMatchObject({ message: expect.stringContaining('ingest.no_room') });
    disk.fill();
    // Long enough for five refusals, which is what sends a segment to quarantine.
    await new Promise((done) => setTimeout(done, 8_000));
    const waiting = await health(box);
    expect(waiting.ingest).toMatchObject({ quarantined: 0, spoolSegments: expect.any(Number) });
    expect(waiting.ingest!.spoolSegments).toBeGreaterThan(0);
    // One read failed here once, with the disk at its last byte; the next one is answered.
    await vi.waitFor(async () => expect((await get(box, '/api/v1/runs')).status).toBe(200), 5_000);
    expect((await get(box, '/api/v1/teams')).status).toBe(200);
    // Writes of the control state are refused, or there was a page left for them; nothing else.
    const written = run(['key', 'create', '--name', 'n'.repeat(100), ...inDir()]);
    if (written.status !== 0) expect(written.stderr).toMatch(/disk|database does not answer|not reachable/i);

    process.kill(engineOf(box), 'SIGKILL');
    await vi.waitFor(async () => expect((await health(box)).warehouse).toMatchObject({ status: 'up', restarts: 1 }), {
      timeout: 15_000,
    });
    expect((await get(box, '/api/v1/runs')).status).toBe(200);

    disk.free();
    await vi.waitFor(async () => expect(await counted(box)).toBe(acknowledged), { timeout: 40_000, interval: 500 });
    expect((await health(box)).ingest).toMatchObject({ quarantined: 0 });
    // The disk is looked at now and then.
    await vi.waitFor(async () => expect((await send(box)).status).toBe(200), 5_000);
    expect(run(['key', 'create', ...inDir()]).status).toBe(0);
    await vi.waitFor(async () => expect(await counted(box)).toBe(acknowledged), 20_000);
    await down(box);
  }, 150_000);

  test('a backup that would fill it is not begun', () => {
    disk.fill(20 * MiB);
    const refused = run(['backup', 'now', ...inDir()]);
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('Make room, or remove old backups') });
    disk.free();
    expect(run(['backup', 'now', ...inDir()]).status).toBe(0);
  }, 60_000);
});
