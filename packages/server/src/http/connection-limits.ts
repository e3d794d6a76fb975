import type { Server, Socket } from 'node:net';
import { AppError } from '../spine/errors.ts';
import { newId } from '../spine/ids.ts';
import type { Trusted } from './client-address.ts';
import { problemOf } from './problem.ts';

/** Open connections of one port, and of one network address on it; `shared`: addresses that stand for many, such as a proxy's. */
export type ConnectionLimits = { most: number; mostOfOne: number; shared: Trusted };

const retrySeconds = 5;
/** What came meanwhile is read and forgotten: closing at once would reset the connection before the answer is read. */
const lingerMs = 1_000;

/**
 * Beyond the limits a connection is answered 503 `request.too_many_connections` in the words of HTTP/1.1, and closed, before anything
 * is read of it. Called before the server listens. (`maxConnections` of node drops without a word.)
 */
export function limitConnections(server: Server, { most, mostOfOne, shared }: ConnectionLimits): void {
  const [serve, ...others] = server.listeners('connection') as ((socket: Socket) => void)[];
  if (serve === undefined || others.length > 0) throw new Error('One listener for connections was expected.');
  const open = new Map<string, number>();
  let all = 0;
  let ending = 0;
  server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    const from = socket.remoteAddress ?? '';
    const mine = open.get(from) ?? 0;
    const limit = all >= most ? most : mine >= mostOfOne && !shared(from) ? mostOfOne : null;
    if (limit !== null) {
      // Refusals that linger are bounded too.
      if (ending >= most) return void socket.destroy();
      ending++;
      socket.once('close', () => ending--);
      return refuse(socket, limit);
    }
    all++;
    open.set(from, mine + 1);
    socket.once('close', () => {
      all--;
      const left = open.get(from)! - 1;
      if (left === 0) open.delete(from);
      else open.set(from, left);
    });
    serve.call(server, socket);
  });
}

function refuse(socket: Socket, limit: number): void {
  const error = new AppError('request.too_many_connections', { params: { limit }, retryAfterSeconds: retrySeconds });
  const { status, headers, body } = problemOf(error, newId('req'));
  const text = JSON.stringify(body);
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(text), connection: 'close' });
  const head = [`HTTP/1.1 ${status} Service Unavailable`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  socket.on('error', () => {}).resume();
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
