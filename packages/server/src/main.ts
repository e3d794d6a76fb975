import { endAll, openSignalbox } from './app.ts';

export { apiDocument, backupsOf, lookAtCluster, lookAtState, openSeal, openState, restoreState } from './app.ts';
export { listen } from './http/listen.ts';
export { askRunningServer } from './http/operator/client.ts';
export { runOperatorCommand, type OperatorAnswer, type OperatorCommand } from './http/operator/commands.ts';
import { runOperatorCommand, type OperatorCommand } from './http/operator/commands.ts';
import { operatorServer } from './http/operator/server.ts';
import { trustedHops } from './http/client-address.ts';
import { openEdge } from './http/server.ts';
import type { Config } from './spine/config/areas.ts';
import type { Logger } from './spine/log.ts';

/** A running Signalbox. `taken` says in sentences which ports were not free. `ingestKey`: at the first start only. */
export type Running = {
  url: string;
  otlpUrl: string;
  /** null where the port was taken. */
  grpcUrl: string | null;
  taken: readonly string[];
  ingestKey: string | null;
  /** A new sign-in link for the admin. */
  signInUrl(): Promise<string>;
  stop(): Promise<void>;
};
/** `signal` interrupts the opening of the stores: what is open already is ended, and the start rejects with its reason. */
export type StartOptions = { log: Logger; progress?: (done: string) => void; signal?: AbortSignal };

/** Opens the stores, the edge and the operator's door. Rejects when a store cannot be opened; nothing is left running then. */
export async function startServer(config: Config, options: StartOptions): Promise<Running> {
  const { log, progress = () => {}, signal = new AbortController().signal } = options;
  let url = '';
  const publicUrl = (): string => config.server.publicUrl ?? url;
  const box = await openSignalbox(config, { log, publicUrl, progress, signal });
  const stops: (() => Promise<void>)[] = [box.close];
  const stop = once(async () => {
    await endAll(stops);
  });
  try {
    const { connections: most, connectionsPerAddress: mostOfOne, trustedProxies } = config.server;
    const limits = { most, mostOfOne, shared: trustedHops(trustedProxies) };
    const server = await openEdge({ ...box.edge, ports: config.server, limits });
    // Streams end first: a server waits for its answers under way.
    stops.push(async () => {
      box.edge.close();
      await server.close();
    });
    const host = shownHost(config.server.host);
    url = `http://${host}:${server.port}`;
    const { ingestKey } = await box.bootstrap();
    const otlpUrl = server.otlpPort === null ? url : `http://${host}:${server.otlpPort}`;
    const run = (command: OperatorCommand) =>
      runOperatorCommand(
        {
          ...{
            state: box.state,
            backups: box.backups,
            seal: box.seal,
            health: box.edge.health,
            arrivals: box.edge.arrivals,
            agents: box.agents,
            retryQuarantine: box.retryQuarantine,
          },
          ...{ publicUrl: publicUrl(), otlpUrl },
        },
        command,
      );
    stops.push((await operatorServer(config.state.dataDir, run)).close);
    return {
      url,
      otlpUrl,
      grpcUrl: server.grpcPort === null ? null : `http://${host}:${server.grpcPort}`,
      taken: takenPorts(config.server, server),
      ingestKey,
      async signInUrl() {
        const answer = await run({ command: 'login-link', email: null });
        return 'url' in answer ? answer.url : '';
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ports = { port: number; otlpPort: number | null; grpcPort: number | null };

function takenPorts(asked: Config['server'], got: Ports): string[] {
  const said: string[] = [];
  if (asked.port !== 0 && got.port !== asked.port)
    said.push(`Port ${asked.port} is taken: web, API and OTLP are on ${got.port}.`);
  if (got.otlpPort === null) said.push(`Port ${asked.otlpPort} is taken: send OTLP over HTTP to port ${got.port}.`);
  if (got.grpcPort === null) said.push(`Port ${asked.grpcPort} is taken: OTLP over gRPC is not served.`);
  return said;
}

const shownHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
};

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= run());
}
