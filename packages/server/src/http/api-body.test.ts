import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { request } from 'node:http';
import type { Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../spine/errors.ts';
import { apiBodyLimit } from './api-body.ts';
import { listen } from './listen.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  const app = new Hono();
  app.use(apiBodyLimit(10));
  app.all('/', async (c) => c.text(`${c.req.method} ${await c.req.text()}`));
  app.onError((error, c) => c.text(error instanceof AppError ? error.code : String(error), 413));
  server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  port = (await listen({ server, host: '127.0.0.1', port: 0 }))!;
});
afterAll(() => void server.close());

/** As a client that says of its body only what is in `headers`. */
function ask(method: string, headers: Record<string, string>, pieces: readonly string[] = []): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}
const chunked = { 'transfer-encoding': 'chunked' };

test('a DELETE as browsers send it, without a body and without its length', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'DELETE' });
  expect(await answer.text()).toBe('DELETE ');
  expect(await ask('DELETE', {})).toBe('DELETE ');
});

test('a body of declared length, and one in pieces, arrive whole', async () => {
  expect(await ask('POST', { 'content-length': '10' }, ['0123456789'])).toBe('POST 0123456789');
  expect(await ask('POST', chunked, ['01234', '56789'])).toBe('POST 0123456789');
  expect(await ask('POST', chunked)).toBe('POST ');
});

test('one byte too many is refused, however it comes', async () => {
  expect(await ask('POST', { 'content-length': '11' }, ['01234567890'])).toBe('request.too_large');
  expect(await ask('POST', chunked, ['012345', '67890'])).toBe('request.too_large');
});
