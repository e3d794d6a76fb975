import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { staticUi } from './static-ui.ts';

const script = `export const x = ${JSON.stringify('long enough to be packed '.repeat(100))};`;
const page =
  '<meta name="signalbox-base" content="" /><script src="/assets/a-1.js"></script><link href="/icon.svg"><a href="//other.example">';
const files: Record<string, string> = {
  'index.html': page,
  'icon.svg': '<svg/>',
  'assets/a-1.js': script,
  'assets/font.woff2': 'x'.repeat(2000),
  'robots.txt': 'User-agent: *',
  'data.bin': 'x',
};
let folder: string;
let root: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-static-'));
  root = join(folder, 'web');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeFileSync(join(folder, 'signalbox-outside.txt'), 'not for the web');
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (path: string, headers: Record<string, string> = {}, { base = '', method = 'GET', at = root } = {}) => {
  const ui = staticUi(at, base);
  const app = new Hono().all('*', async (c) => (await ui(c)) ?? c.text('nothing', 404));
  return app.request(path, { method, headers });
};

describe('files of the web', () => {
  test.each([
    ['/index.html', 'text/html; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml'],
    ['/assets/a-1.js', 'text/javascript; charset=utf-8'],
    ['/assets/font.woff2', 'font/woff2'],
    ['/robots.txt', 'text/plain; charset=utf-8'],
    ['/data.bin', 'application/octet-stream'],
  ])('%s is %s', async (path, type) => expect((await get(path)).headers.get('content-type')).toBe(type));

  test('an address of the app is the page, at any depth; one that looks like a file and is none is nothing', async () => {
    for (const path of ['/', '/runs', '/runs/abc-def', '/settings/members'])
      expect(await (await get(path)).text()).toContain('signalbox-base');
    for (const path of ['/missing.js', '/assets/b-2.js', '/runs/x.y']) expect((await get(path)).status).toBe(404);
  });

  test.each([
    '/../signalbox-outside.txt',
    '/..%2fsignalbox-outside.txt',
    '/%2e%2e/signalbox-outside.txt',
    '/assets/../../signalbox-outside.txt',
    '//signalbox-outside.txt',
    '/..\\signalbox-outside.txt',
  ])('%s leads nowhere outside', async (path) => {
    expect(await (await get(path)).text()).not.toContain('not for the web');
  });

  test('are only read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await get('/index.html', {}, { method })).status).toBe(404);
    expect((await get('/index.html', {}, { method: 'HEAD' })).status).toBe(200);
  });

  test('none at all: a server without a built web says nothing is there, and does not fail', async () => {
    expect((await get('/', {}, { at: join(root, 'nowhere') })).status).toBe(404);
    expect((await get('/', {}, { at: join(root, 'icon.svg') })).status).toBe(404);
  });
});

describe('on the wire', () => {
  test('packed as the browser takes it, and the same when unpacked', async () => {
    const packed = async (accepts: string) => {
      const answer = await get('/assets/a-1.js', { 'accept-encoding': accepts });
      return { encoding: answer.headers.get('content-encoding'), bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const br = await packed('gzip, deflate, br');
    expect([br.encoding, brotliDecompressSync(br.bytes).toString()]).toEqual(['br', script]);
    const gzip = await packed('gzip');
    expect([gzip.encoding, gunzipSync(gzip.bytes).toString()]).toEqual(['gzip', script]);
    const plain = await packed('identity');
    expect([plain.encoding, plain.bytes.toString()]).toEqual([null, script]);
    expect(br.bytes.length).toBeLessThan(script.length / 5);
  });

  test('not packed where it would not pay: small files, and what is packed already', async () => {
    for (const path of ['/icon.svg', '/assets/font.woff2'])
      expect((await get(path, { 'accept-encoding': 'br, gzip' })).headers.get('content-encoding')).toBeNull();
  });

  test('what has its hash in its name is kept, all else is asked for again', async () => {
    expect((await get('/assets/a-1.js')).headers.get('cache-control')).toContain('immutable');
    for (const path of ['/', '/index.html', '/icon.svg', '/runs'])
      expect((await get(path)).headers.get('cache-control')).toBe('no-cache');
    for (const path of ['/', '/assets/a-1.js']) expect((await get(path)).headers.get('vary')).toBe('accept-encoding');
  });

  test('what the browser has already is not sent again; what it has of another build is', async () => {
    const etag = (await get('/')).headers.get('etag')!;
    const again = await get('/runs', { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get('/', { 'if-none-match': '"of another build"' })).status).toBe(200);
  });
});

test('under a path the page names its parts and the API there, and leaves other sites alone', async () => {
  const html = await (await get('/runs', {}, { base: '/tools/box' })).text();
  expect(html).toContain('content="/tools/box"');
  expect(html).toContain('src="/tools/box/assets/a-1.js"');
  expect(html).toContain('href="/tools/box/icon.svg"');
  expect(html).toContain('href="//other.example"');
  const other = (await get('/', {}, { base: '/tools/box' })).headers.get('etag');
  expect(other).not.toBe((await get('/')).headers.get('etag'));
});
