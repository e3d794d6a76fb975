import type { Server } from 'node:http';
import type { Http2Server } from 'node:http2';
import { createServer, type Server as NetServer, type Socket } from 'node:net';

/** What every HTTP/2 connection begins with (RFC 9113 §3.4); no HTTP/1.1 request does. */
const preface = 'PRI';
/** A connection that says nothing for this long is closed. */
const silenceMs = 10_000;

/**
 * One port for both protocols: gRPC speaks HTTP/2, but an exporter told to use http/protobuf and still pointed at the port of gRPC
 * speaks HTTP/1.1, and would read nothing but garbage. Neither server listens by itself. `end` closes every connection.
 */
export function grpcPort(http2: Http2Server, http1: Server): { server: NetServer; end(): void } {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => {});
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return void socket.destroy();
      socket.setTimeout(0).removeAllListeners('timeout');
      socket.unshift(first);
      const to = first.subarray(0, preface.length).toString('latin1') === preface ? http2 : http1;
      to.emit('connection', socket);
    });
  });
  return {
    server,
    end() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
