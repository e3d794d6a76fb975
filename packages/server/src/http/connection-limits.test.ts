import { createServer, type Server } from 'node:http';
import { connect, createServer as createNetServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { limitConnections } from './connection-limits.ts';
import { patientServer } from './server.ts';

const opened: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of opened.splice(0)) await new Promise<void>((done) => void server.close(() => done()));
});

async function listening(server: Server): Promise<number> {
  opened.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}
const answering = (): Server => createServer((_, response) => void response.end('served'));

type Visit = { socket: Socket; heard(): string; closed: Promise<number> };
/** A raw connection; `closed` = after how many milliseconds the server closed it. */
async function visit(port: number, first = '', localAddress = '127.0.0.1'): Promise<Visit> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  sockets.push(socket);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => void (heard += text));
  const closed = new Promise<void>((done) => socket.on('error', () => {}).once('close', () => done()));
  const began = performance.now();
  await new Promise<void>((done) => socket.once('connect', done));
  if (first !== '') socket.write(first);
  return { socket, heard: () => heard, closed: closed.then(() => performance.now() - began) };
}
const request = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const served = (one: Visit) => expect.poll(one.heard).toContain('served');
const nobody = (): boolean => false;

describe('connections', () => {
  test('beyond the limit of a port are told so and closed; those open go on, and one that ends makes room', async () => {
    const server = answering();
    limitConnections(server, { most: 3, mostOfOne: 100, shared: nobody });
    const port = await listening(server);
    const three = await Promise.all([1, 2, 3].map(() => visit(port, request)));
    for (const one of three) await served(one);
    const fourth = await visit(port, request);
    await fourth.closed;
    const [head, body] = fourth.heard().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 503 .*\r\n(.*\r\n)*retry-after: 5/i);
    expect(JSON.parse(body!)).toMatchObject({ code: 'request.too_many_connections' });
    expect(body).toContain('More than 3 connections');
    three[0]!.socket.write(request);
    await expect.poll(() => three[0]!.heard().split('served').length - 1).toBe(2);
    three[1]!.socket.destroy();
    await expect.poll(async () => (await answerOf(port)).status).toBe(200);
  });

  test('of one address have a limit of their own, except where an address stands for many', async () => {
    const server = answering();
    limitConnections(server, { most: 100, mostOfOne: 2, shared: (address) => address === '127.0.0.3' });
    const port = await listening(server);
    for (const one of await Promise.all([1, 2].map(() => visit(port, request)))) await served(one);
    const third = await visit(port);
    await third.closed;
    expect(third.heard()).toContain('More than 2 connections');
    await served(await visit(port, request, '127.0.0.2'));
    for (let i = 0; i < 4; i++) await served(await visit(port, request, '127.0.0.3'));
  });

  test('of a server that nobody serves yet cannot be limited', () => {
    expect(() => limitConnections(createNetServer(), { most: 1, mostOfOne: 1, shared: nobody })).toThrow('listener');
  });
});

const answerOf = (port: number): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });

describe('who is slow', () => {
  const times = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 };
  const slow = (): Server =>
    patientServer((incoming, response) => {
      incoming.resume().once('end', () => response.end('served'));
    }, times);
  /** Sends a letter every 20 ms until the server has enough. */
  async function drip(port: number, first: string): Promise<Visit> {
    const one = await visit(port, first);
    const timer = setInterval(() => one.socket.writable && one.socket.write('a'), 20);
    void one.closed.then(() => clearInterval(timer));
    return one;
  }

  test('with headers, with a body, or says nothing at all, is told 408 and let go, while others are served', async () => {
    const port = await listening(slow());
    const [headers, body, silent] = await Promise.all([
      drip(port, 'GET / HTTP/1.1\r\nhost: x\r\nx-slow: '),
      drip(port, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n'),
      visit(port),
    ]);
    expect((await answerOf(port)).status).toBe(200);
    for (const [one, atLeast] of [
      [headers, 150],
      [body, 350],
      [silent, 150],
    ] as const) {
      const ms = await one.closed;
      expect(ms).toBeGreaterThan(atLeast);
      expect(ms).toBeLessThan(5_000);
      expect(one.heard()).toMatch(/^HTTP\/1\.1 408 /);
    }
  });

  test('a server as it is opened has such times', () => {
    const server = patientServer(() => {});
    expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout]).toEqual([15_000, 60_000, 75_000]);
  });
});
