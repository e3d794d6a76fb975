import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { TelemetryDeps } from '../otlp.ts';
import { answerCall } from './call.ts';
import { keepAlive } from './keep-alive.ts';

/** A server that listens nowhere: connections are handed to it. `close` lets calls under way end, `patienceMs` at most. */
export type GrpcServer = { http2: Http2Server; close(patienceMs: number): Promise<void> };

/**
 * Bounds of a connection, which anyone who reaches the port can open. A stream's window is what a sender without a key can make
 * us hold before it is refused; floods of resets, settings and bad frames end the connection.
 */
const bounds = {
  settings: {
    initialWindowSize: 128 * 1024,
    maxConcurrentStreams: 64,
    maxHeaderListSize: 16 * 1024,
    enablePush: false,
  },
  maxHeaderListPairs: 64,
  maxSessionMemory: 32,
  maxSessionInvalidFrames: 50,
  maxSessionRejectedStreams: 50,
  maxSettings: 16,
  streamResetBurst: 200,
  streamResetRate: 20,
};
/** The last stream id there can be: "no new calls, those on their way are still taken" (RFC 9113 §6.8). */
const lastOfAll = 2 ** 31 - 1;
const noticeMs = 250;

/** OTLP over gRPC, without TLS. */
export function grpcServer(deps: TelemetryDeps): GrpcServer {
  const http2 = createServer(bounds);
  const sessions = new Set<ServerHttp2Session>();
  http2.on('stream', (stream, headers) => answerCall(deps, stream, headers));
  http2.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session)).on('error', () => {});
    keepAlive(session);
  });
  http2.on('sessionError', () => {});
  return {
    http2,
    async close(patienceMs) {
      const late = setTimeout(() => sessions.forEach((session) => session.destroy()), patienceMs);
      await Promise.all([...sessions].map(farewell));
      clearTimeout(late);
    },
  };
}

/** In two steps, so that a call which crosses our GOAWAY on its way is answered, not lost. */
function farewell(session: ServerHttp2Session): Promise<void> {
  return new Promise((resolve) => {
    if (session.destroyed) return resolve();
    session.once('close', resolve);
    session.goaway(0, lastOfAll);
    setTimeout(() => session.destroyed || session.close(), noticeMs);
  });
}
