import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Config } from '../spine/config/areas.ts';
import type { EdgeApp } from '../ports/edge.ts';
import { grpcPort } from './grpc/port.ts';
import type { GrpcServer } from './grpc/server.ts';
import { basePathOf, withoutBase } from './base-path.ts';
import { type ConnectionLimits, limitConnections } from './connection-limits.ts';
import { listen, listenNear } from './listen.ts';
import { AppError } from '../spine/errors.ts';
import { problemOf } from './problem.ts';
import { newId } from '../spine/ids.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;
/** `telemetry` null: this process takes none. */
export type EdgeParts = {
  app: EdgeApp;
  telemetry: { otlp: Handler; grpc: GrpcServer } | null;
  ports: Pick<Config['server'], 'host' | 'port' | 'otlpPort' | 'grpcPort' | 'publicUrl'>;
  /** Asked before all others on the main port. */
  front?: Handler;
  /** Left out = none, for tests. */
  limits?: ConnectionLimits;
};
/** `null` = that port was taken, or is not served. `close` waits for answers under way, five seconds at most. */
export type EdgeServer = { port: number; otlpPort: number | null; grpcPort: number | null; close(): Promise<void> };

const patienceMs = 5_000;
/** An exporter over gRPC keeps one connection; each holds more memory than one over HTTP. */
const maxGrpcConnections = 512;

/**
 * Web, API and OTLP on one port; OTLP again on 4318; OTLP over gRPC on 4317, and over HTTP/1.1 for those that were told the
 * protocol but not the port. A port that is taken is left alone; one that cannot be had at all throws `config.port_unusable`,
 * with nothing left listening.
 */
export async function openEdge(parts: EdgeParts): Promise<EdgeServer> {
  const open: Server[] = [];
  try {
    return await openAll(parts, open);
  } catch (error) {
    await Promise.all(open.map(closeServer));
    throw error;
  }
}

async function openAll({ app, telemetry, ports, limits, front }: EdgeParts, open: Server[]): Promise<EdgeServer> {
  const { host } = ports;
  const limited = <S extends NetServer>(server: S, most = Infinity): S => {
    if (limits !== undefined) limitConnections(server, { ...limits, most: Math.min(limits.most, most) });
    return server;
  };
  const base = basePathOf(ports.publicUrl);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const main = patientServer((request, response) => {
    request.url = withoutBase(request.url ?? '/', base);
    if (front?.(request, response) === true) return;
    if (telemetry?.otlp(request, response) !== true) void listener(request, response);
  });
  const port = await listenNear({ server: limited(main), host, port: ports.port });
  open.push(main);
  let otlpPort: number | null = null;
  let grpc: ReturnType<typeof grpcPort> | null = null;
  let grpcAt: number | null = null;
  if (telemetry !== null) {
    const overHttp = (): Server =>
      patientServer((request, response) => {
        if (!telemetry.otlp(request, response)) notHere(request, response, port);
      });
    const second = overHttp();
    otlpPort = await listen({ server: limited(second), host, port: ports.otlpPort });
    if (otlpPort !== null) open.push(second);
    grpc = grpcPort(telemetry.grpc, overHttp());
    grpcAt = await listen({ server: limited(grpc.server, maxGrpcConnections), host, port: ports.grpcPort });
  }
  return {
    ...{ port, otlpPort, grpcPort: grpcAt },
    async close() {
      await Promise.all([grpc?.end(patienceMs), ...open.map(closeServer)]);
    },
  };
}

/** Milliseconds; how often slow ones are looked for is node's to know when a server is made. */
const slowest = { headersTimeout: 15_000, requestTimeout: 60_000, connectionsCheckingInterval: 5_000 };

/**
 * Exporters keep connections for a minute: ours must live longer, or their next batch meets a reset. They wait ten seconds for an
 * answer, so a request that takes a minute to arrive is nobody's: it must not hold memory for node's five. Headers come in one
 * piece: who sends them letter by letter, or opens a connection and says nothing, is gone after twenty seconds.
 */
export function patientServer(handle: RequestListener, times = slowest): Server {
  return createServer({ ...times, keepAliveTimeout: 75_000 }, handle);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection kept alive becomes idle only when its answer has ended: asked again and again.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
  });
}

function notHere(request: IncomingMessage, response: ServerResponse, port: number): void {
  const path = (request.url ?? '/').split('?')[0]!;
  const { status, headers, body } = problemOf(
    new AppError('ingest.not_found', { params: { path, port } }),
    newId('req'),
  );
  response.writeHead(status, headers).end(JSON.stringify(body));
  request.resume();
}
