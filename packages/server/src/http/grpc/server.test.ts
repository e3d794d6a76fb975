import { connect, createServer } from 'node:http2';
import { type AddressInfo, connect as connectTo, createServer as createNetServer, type Socket } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';
import { type EdgeServer, openEdge } from '../server.ts';
import { call, connected } from './client.fixture.ts';
import { keepAlive } from './keep-alive.ts';
import { framed } from './message.ts';

let edge: TestEdge;
let headers: Record<string, string>;
const opened: EdgeServer[] = [];
beforeAll(async () => {
  edge = await openTestEdge();
  headers = { 'x-signalbox-key': await edge.key({ scopes: ['ingest'] }) };
});
afterEach(async () => {
  edge.nextAccept.fail = null;
  for (const server of opened.splice(0)) await server.close();
});
afterAll(() => edge.stop());

async function start(): Promise<EdgeServer & { grpcPort: number }> {
  const ports = { host: '127.0.0.1', port: 0, otlpPort: 0, grpcPort: 0, publicUrl: null };
  const server = await openEdge({ app: edge.app, telemetry: edge.telemetry, ports });
  opened.push(server);
  return { ...server, grpcPort: server.grpcPort! };
}
const ok = async (port: number): Promise<boolean> => {
  const session = await connected(port);
  const answer = await call(session, { headers });
  session.close();
  return answer.trailers['grpc-status'] === '0';
};
const closed = (socket: { once(event: 'close', heard: () => void): unknown }): Promise<void> =>
  new Promise((resolve) => socket.once('close', resolve));

describe('a server that stops', () => {
  test('answers calls under way, and says that no more are taken', async () => {
    const server = await start();
    const session = await connected(server.grpcPort);
    const goaways: number[] = [];
    session.on('goaway', (code) => goaways.push(code));
    const message = framed(Buffer.alloc(1000));
    const stream = session.request({
      ':method': 'POST',
      ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      'content-type': 'application/grpc',
      ...headers,
    });
    let status: unknown;
    stream.on('trailers', (trailers) => (status = trailers['grpc-status'])).resume();
    stream.write(message.subarray(0, 500));
    await later(50);
    const before = edge.received.length;
    const closing = server.close();
    await later(100);
    expect(goaways[0]).toBe(0);
    stream.end(message.subarray(500));
    await Promise.all([closed(stream), closing, closed(session)]);
    expect([status, edge.received.length - before]).toEqual(['0', 1]);
    await expect(ok(server.grpcPort)).rejects.toThrow();
  });

  test('takes a call that crosses the GOAWAY on its way', async () => {
    const server = await start();
    const session = await connected(server.grpcPort);
    await call(session, { headers });
    const answers = Promise.all([call(session, { headers }), call(session, { headers })]);
    const closing = server.close();
    expect((await answers).map((answer) => answer.trailers['grpc-status'])).toEqual(['0', '0']);
    await closing;
  });

  test('does not wait longer than five seconds for one that never ends', async () => {
    const server = await start();
    const session = await connected(server.grpcPort);
    void call(session, { headers, body: Buffer.from([0]), end: false });
    await later(50);
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(6_000);
  });
});

describe('a hostile client', () => {
  test('with headers beyond the bound loses its call, not the server', async () => {
    const { grpcPort } = await start();
    const session = await connected(grpcPort);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`x-${at}`, 'y']));
    expect((await call(session, { headers: { ...headers, ...many } })).rst).not.toBe(0);
    const second = await connected(grpcPort);
    await call(second, { headers });
    const large = await call(second, { headers: { ...headers, 'x-large': 'y'.repeat(30_000) } });
    expect(large.status).toBe(0);
    expect(await ok(grpcPort)).toBe(true);
  });

  test('that opens and resets calls without end loses its connection', async () => {
    const { grpcPort } = await start();
    const session = await connected(grpcPort);
    const gone = closed(session);
    for (let round = 0; round < 60 && !session.destroyed; round++) {
      for (let i = 0; i < 50 && !session.destroyed; i++) {
        const stream = session.request({ ':method': 'POST', ':path': '/x', 'content-type': 'application/grpc' });
        stream.on('error', () => {}).close(8);
      }
      await later(5);
    }
    await gone;
    expect(await ok(grpcPort)).toBe(true);
  });

  test('that opens too many calls at once waits, and others do not', async () => {
    const { grpcPort } = await start();
    const session = await connected(grpcPort);
    await later(50);
    expect(session.remoteSettings.maxConcurrentStreams).toBe(64);
    for (let i = 0; i < 64; i++) void call(session, { headers, body: Buffer.from([0]), end: false });
    expect(await ok(grpcPort)).toBe(true);
    session.destroy();
  });

  test('that sends nothing, half a word or half a preface, and never hangs up, is cut off when the server stops', async () => {
    const { grpcPort } = await start();
    const sockets = ['', 'P', 'PRI * HTTP/2.0\r\n'].map((said) => {
      const socket = connectTo(grpcPort, '127.0.0.1')
        .on('error', () => {})
        .resume();
      socket.write(said);
      return socket;
    });
    await later(100);
    expect(await ok(grpcPort)).toBe(true);
    const ended = sockets.map(closed);
    await opened.pop()!.close();
    await Promise.all(ended);
  });

  test('that speaks no HTTP/2 after the preface is cut off', async () => {
    const { grpcPort } = await start();
    const socket = connectTo(grpcPort, '127.0.0.1').on('error', () => {});
    socket.write(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'\u0000'.repeat(400)}`);
    socket.resume();
    await closed(socket);
    expect(await ok(grpcPort)).toBe(true);
  });

  test('that says its first word letter by letter is understood', async () => {
    const { grpcPort } = await start();
    const relay = createNetServer((from) => {
      const to = connectTo(grpcPort, '127.0.0.1')
        .setNoDelay(true)
        .on('error', () => {});
      from.once('data', async (first: Buffer) => {
        for (let at = 0; at < 4; at++) {
          to.write(first.subarray(at, at + 1));
          await later(15);
        }
        to.write(first.subarray(4));
        from.pipe(to).pipe(from);
      });
      from.on('error', () => to.destroy());
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => relay.once('listening', resolve));
    expect(await ok((relay.address() as AddressInfo).port)).toBe(true);
    relay.close();
  });
});

describe('keepAlive', () => {
  async function pair(patience: Parameters<typeof keepAlive>[1]) {
    const http2 = createServer();
    const sessions: Promise<void>[] = [];
    http2.on('session', (session) => {
      sessions.push(closed(session.on('error', () => {})));
      keepAlive(session, patience);
    });
    http2.on('stream', (stream) => stream.on('error', () => {}).respond({ ':status': 200 }));
    await new Promise<void>((resolve) => http2.listen(0, '127.0.0.1', resolve));
    return { http2, sessions, port: (http2.address() as AddressInfo).port };
  }

  test('ends a connection that answers no ping', async () => {
    const { http2, sessions, port } = await pair({ pingEveryMs: 30, answerMs: 30, restMs: 60_000 });
    // A socket that sends the preface and empty settings, and then neither reads nor writes.
    const socket: Socket = connectTo(port, '127.0.0.1').on('error', () => {});
    socket.write(
      Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])]),
    );
    await later(20);
    await sessions[0];
    socket.destroy();
    http2.close();
  });

  test('keeps one that is used, and tells one that rests to go', async () => {
    const { http2, sessions, port } = await pair({ pingEveryMs: 20, answerMs: 500, restMs: 100 });
    const session = connect(`http://127.0.0.1:${port}`).on('error', () => {});
    const stream = session.request({ ':path': '/' }, { endStream: false }).on('error', () => {});
    await later(250);
    expect(session.destroyed).toBe(false);
    stream.close();
    await sessions[0];
    http2.close();
  });
});
