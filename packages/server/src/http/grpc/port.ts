import type { Server } from 'node:http';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import type { GrpcServer } from './server.ts';

/** What every HTTP/2 connection begins with (RFC 9113 §3.4); no HTTP/1.1 request does. */
const preface = 'PRI';
/** A connection that says nothing for this long is closed. */
const silenceMs = 10_000;
const lingerMs = 1_000;

/**
 * One port for both protocols: gRPC speaks HTTP/2, but an exporter told to use http/protobuf and still pointed at the port of gRPC
 * speaks HTTP/1.1, and would read nothing but garbage. Neither server listens by itself.
 * `end` lets answers under way end, `patienceMs` at most, and closes every connection.
 */
export function grpcPort(
  grpc: GrpcServer,
  http1: Server,
): { server: NetServer; end(patienceMs: number): Promise<void> } {
  const undecided = new Set<Socket>();
  const older = new Set<Socket>();
  const server = createServer((socket) => {
    remember(undecided, socket);
    socket.on('error', () => {}).setTimeout(silenceMs, () => socket.destroy());
    void firstBytes(socket).then((first) => {
      undecided.delete(socket);
      if (first === null) return void socket.destroy();
      socket.setTimeout(0).removeAllListeners('timeout');
      socket.unshift(first);
      if (first.toString('latin1', 0, preface.length) === preface) return http2Connection(grpc, socket);
      remember(older, socket);
      http1.emit('connection', socket);
    });
  });
  // A server of node watches over slow requests only once it listens: without this they would be waited for, for ever.
  http1.emit('listening');
  return {
    server,
    async end(patienceMs) {
      server.close();
      for (const socket of undecided) socket.destroy();
      await Promise.all([grpc.close(patienceMs), endOlder(http1, older, patienceMs)]);
    },
  };
}

/** A session that ended has said so; a client that does not hang up then would keep its socket for ever. */
function http2Connection({ http2 }: GrpcServer, socket: Socket): void {
  http2.once('session', (session) => session.once('close', () => setTimeout(() => socket.destroy(), lingerMs).unref()));
  http2.emit('connection', socket);
}

function remember(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

/** As many as tell the protocols apart, or null for a connection that ended before. */
function firstBytes(socket: Socket): Promise<Buffer | null> {
  const { promise, resolve } = Promise.withResolvers<Buffer | null>();
  let got = Buffer.alloc(0);
  const done = (bytes: Buffer | null): void => {
    socket.off('readable', look).off('end', gone).off('close', gone);
    resolve(bytes);
  };
  const gone = (): void => done(null);
  const look = (): void => {
    const more = socket.read() as Buffer | null;
    if (more === null) return;
    got = Buffer.concat([got, more]);
    if (got.length >= preface.length) done(got);
  };
  socket.on('readable', look).once('end', gone).once('close', gone);
  return promise;
}

async function endOlder(http1: Server, sockets: ReadonlySet<Socket>, patienceMs: number): Promise<void> {
  const late = performance.now() + patienceMs;
  while (sockets.size > 0 && performance.now() < late) {
    // A connection kept alive becomes idle only when its answer has ended: asked again and again.
    http1.closeIdleConnections();
    await new Promise((next) => setTimeout(next, 20));
  }
  http1.closeAllConnections();
  http1.close();
}
