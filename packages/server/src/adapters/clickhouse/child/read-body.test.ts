import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSql, spillTo } from './read-body.ts';

/** One request to a server of its own; resolves to what reading its body came to. */
let server: Server;
let dir: string;
let read: (request: IncomingMessage) => Promise<unknown>;
const results: ((result: unknown) => void)[] = [];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'signalbox-body-'));
  server = createServer((incoming, response) => {
    const settle = results.shift()!;
    void read(incoming)
      .then(settle, settle)
      .finally(() => response.end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

function send(body: Uint8Array | null, headers: Record<string, string> = {}): Promise<unknown> {
  return new Promise((resolve) => {
    results.push(resolve);
    const { port } = server.address() as AddressInfo;
    const call = request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false }, (answer) =>
      answer.resume(),
    );
    call.on('error', () => undefined);
    if (body === null) {
      call.write('SELECT ');
      setTimeout(() => call.destroy(), 50);
    } else call.end(body);
  });
}
const gzip = { 'content-encoding': 'gzip' };
const MiB = 1 << 20;

describe('SQL from a body', () => {
  beforeAll(() => {
    read = readSql;
  });

  test('comes whole, plain or packed, in any letters', async () => {
    const sql = `SELECT 'grüße 😀 ${'x'.repeat(100_000)}'`;
    expect(await send(Buffer.from(sql))).toBe(sql);
    expect(await send(gzipSync(sql), gzip)).toBe(sql);
    expect(await send(Buffer.alloc(0))).toBe('');
  });

  test('of more than 16 MiB is refused, also where it was small on the wire', async () => {
    const bomb = gzipSync(Buffer.alloc(17 * MiB, ' '));
    expect(bomb.length).toBeLessThan(MiB);
    expect(String(await send(bomb, gzip))).toContain(`larger than ${16 * MiB} bytes. (TOO_MANY_BYTES)`);
    expect(String(await send(Buffer.alloc(17 * MiB, ' ')))).toContain('TOO_MANY_BYTES');
  });

  test.each(['br', 'deflate', 'zstd', 'gzip, gzip'])(
    'packed as %s is refused with what is served',
    async (encoding) => {
      expect(String(await send(Buffer.from('x'), { 'content-encoding': encoding }))).toContain('use gzip');
    },
  );

  test('that is not what it says, or ends early, is an error and no half a statement', async () => {
    expect(await send(Buffer.from('SELECT 1'), gzip)).toBeInstanceOf(Error);
    expect(await send(gzipSync('SELECT 1, 2, 3').subarray(0, 20), gzip)).toBeInstanceOf(Error);
    expect(await send(null)).toBeInstanceOf(Error);
  });
});

describe('rows from a body', () => {
  const path = (): string => join(dir, 'spilled');
  beforeAll(() => {
    read = (incoming) => spillTo(path(), incoming);
  });

  test('go to a file of their owner, byte by byte', async () => {
    const rows = Buffer.from(Array.from({ length: 300_000 }, (_, n) => n % 251));
    expect(await send(gzipSync(rows), gzip)).toBe(rows.length);
    expect(readFileSync(path()).equals(rows)).toBe(true);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    rmSync(path());
  });

  test('packed in a way that is not served make no file', async () => {
    expect(String(await send(Buffer.from('x'), { 'content-encoding': 'br' }))).toContain('use gzip');
    expect(existsSync(path())).toBe(false);
  });

  test('never over a file that is there', async () => {
    expect(await send(Buffer.from('first'))).toBe(5);
    expect(await send(Buffer.from('second'))).toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(path(), 'utf8')).toBe('first');
    rmSync(path());
  });
});
