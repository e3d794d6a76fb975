import { createServer, request, type Server } from 'node:http';
import { createServer as createHttp2, connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { grpcPort } from './port.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Both protocols answer with their name; HTTP/1.1 after `slowMs`. */
async function open(http1: Server): Promise<{ port: number; end(): Promise<void> }> {
  const http2 = createHttp2((_, response) => void response.end('two'));
  const both = grpcPort({ http2, close: async () => {} }, http1);
  await new Promise<void>((resolve) => both.server.listen(0, '127.0.0.1', resolve));
  const end = () => both.end(2_000);
  ends.push(end);
  return { port: (both.server.address() as AddressInfo).port, end };
}
const slow = (ms: number): Server =>
  createServer((_, response) => void later(ms).then(() => response.end('one'))).on('error', () => {});
const get = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1' }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    })
      .on('error', reject)
      .end();
  });
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

test('each protocol gets its own connections', async () => {
  const { port } = await open(slow(0));
  expect(await get(port)).toBe('one');
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  const stream = session.request({ ':path': '/' });
  const said = await new Promise((resolve) => stream.setEncoding('utf8').on('data', resolve));
  session.destroy();
  expect(said).toBe('two');
});

test('a request of HTTP/1.1 that does not get on is given up, although that server listens nowhere', async () => {
  const http1 = createServer({ headersTimeout: 150, requestTimeout: 150, connectionsCheckingInterval: 30 });
  const { port } = await open(http1);
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write('POST /v1/traces HTTP/1.1\r\nhost: x\r\n');
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text));
  await closed(socket);
  expect(said).toContain('408');
});

test('ending waits for an answer of HTTP/1.1 under way, and not for a connection that rests', async () => {
  const { port, end } = await open(slow(300));
  const rested = closed(
    connect(port, '127.0.0.1')
      .on('error', () => {})
      .resume(),
  );
  const answer = get(port);
  await later(100);
  const began = performance.now();
  await end();
  expect(performance.now() - began).toBeLessThan(1_500);
  expect(await answer).toBe('one');
  await rested;
});

test('a connection that ends before it says what it speaks leaves nothing behind', async () => {
  const { port } = await open(slow(0));
  for (const said of ['', 'P', 'PR']) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.end(said);
    await closed(socket.resume());
  }
  expect(await get(port)).toBe('one');
});
