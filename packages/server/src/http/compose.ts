import { createHmac } from 'node:crypto';
import { accessRoutes, type KeyRing, keyRing, sessionFinder, type AccessDeps } from '../access/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Backups } from '../ports/backups.ts';
import type { Database } from '../ports/database.ts';
import type { EdgeApp, EdgeDeps } from '../ports/edge.ts';
import type { IdentityProvider } from '../ports/identity-provider.ts';
import type { Llm } from '../ports/llm.ts';
import type { Warehouse } from '../ports/warehouse.ts';
import type { Clock } from '../spine/clock.ts';
import type { Config } from '../spine/config/areas.ts';
import type { DiskFigures } from '../spine/disk/disk-watch.ts';
import { signedCursors } from '../spine/cursor-token.ts';
import type { Logger } from '../spine/log.ts';
import type { Seal } from '../spine/seal.ts';
import { Arrivals, noteUnreadable, noticingIngest, noticingKeys } from './arrivals/arrivals.ts';
import { arrivalRoutes } from './arrivals/routes.ts';
import { basePathOf } from './base-path.ts';
import { trustedHops } from './client-address.ts';
import { edgeApp, type EdgeOptions } from './edge-app.ts';
import { healthMonitor, healthRoutes, type Health, type HealthMonitor } from './health.ts';
import { liveHub, type Facts, type LiveHub } from './live/hub.ts';
import { liveRoutes } from './live/routes.ts';
import { grpcServer, type GrpcServer } from './grpc/server.ts';
import { type LangfuseDeps, langfuseHandler } from './langfuse/door.ts';
import { otlpHandler } from './otlp.ts';
import { declareReports } from './reports/declare.ts';
import { type ReportDeps, reportsDoor } from './reports/door.ts';

export type EdgeStores = {
  database: Database;
  warehouse: Warehouse;
  ingest: Ingest | null;
  facts: Facts;
  disk: { read(): DiskFigures };
  rebuildLag: () => Promise<number>;
  backups: Pick<Backups, 'list'> | null;
};
/** `publicUrl` is asked at each use: the port is known only once it listens. */
export type EdgeSetting = {
  config: Config;
  seal: Seal;
  clock: Clock;
  log: Logger;
  version: string;
  webRoot: string;
  publicUrl: () => string;
  llm: Llm;
  /** null or left out = people sign in here only. */
  provider?: IdentityProvider | null;
};
/** `app` takes the rooms' routes until the first request; `deps` is what they are given. */
export type Edge = {
  app: EdgeApp;
  deps: EdgeDeps;
  keys: KeyRing;
  health: () => Health;
  /** What became of the last telemetry requests, in this process. */
  arrivals: Arrivals;
  telemetry: { otlp: ReturnType<typeof otlpHandler>; grpc: GrpcServer } | null;
  close(): void;
};

/** The edge over open stores, with access, health and the live stream on it. */
export function composeEdge(stores: EdgeStores, setting: EdgeSetting): Edge {
  const { database, warehouse, ingest, facts, disk, rebuildLag, backups } = stores;
  const { config, seal, clock, log, version, webRoot, publicUrl, llm } = setting;
  const keys = keyRing({ db: database.db, clock, seal });
  const stopDoubting = database.onLedger(() => keys.doubt());
  const csrfKey = seal.derive('csrf');
  const csrf = (sessionId: string): string => createHmac('sha256', csrfKey).update(sessionId).digest('base64url');
  const deps: EdgeDeps = { cursors: signedCursors(seal.derive('cursors')) };
  const arrivals = new Arrivals(() => clock.now());
  const health = healthMonitor({ database, warehouse, ingest, disk, rebuildLag, backups, clock, version });
  const hub = liveHub({ database, health, facts });

  // Nobody forwards where no address of a proxy is known.
  const trusted = trustedHops(config.server.publicUrl === null ? [] : config.server.trustedProxies);
  const base = basePathOf(config.server.publicUrl);
  const provider = setting.provider ?? null;
  const findSession = sessionFinder({ state: database, clock, seal, provider });
  const options = { state: database, keys, findSession, clock, csrf, log, seal, version, webRoot, trusted, base };
  const app = declareEdge({
    options,
    access: { ...deps, csrf, publicUrl, seal, provider, llm },
    health,
    hub,
    arrivals,
  });
  const { maxBodyBytes, queueBytes, retentionDays } = config.ingest;
  const telemetry = {
    ...{ log, maxBodyBytes, budget: { limit: queueBytes, used: 0 } },
    keys: {
      ...noticingKeys(keys, arrivals),
      unreadable: (shown: 'none' | 'malformed') => noteUnreadable(arrivals, shown),
    },
    ...{ db: database.db, version, retentionDays, monotonic: () => clock.monotonic() },
  };
  return {
    app,
    deps,
    keys,
    health: health.read,
    arrivals,
    telemetry: ingest && telemetryDoors({ ...telemetry, ingest: noticingIngest(ingest, arrivals) }),
    close() {
      hub.close();
      health.close();
      stopDoubting();
    },
  };
}

/** Over HTTP OTLP's door, Langfuse's and the one of reports, one behind the other. */
function telemetryDoors(deps: LangfuseDeps & ReportDeps): NonNullable<Edge['telemetry']> {
  const [otlp, langfuse, reports] = [otlpHandler(deps), langfuseHandler(deps), reportsDoor(deps)];
  return {
    otlp: (request, response) => otlp(request, response) || langfuse(request, response) || reports(request, response),
    grpc: grpcServer(deps),
  };
}

type Declared = { options: EdgeOptions; access: AccessDeps; health: HealthMonitor; hub: LiveHub; arrivals: Arrivals };

/** The routes of the edge itself. Nothing is used before the first request, so the document can be made without open stores. */
export function declareEdge({ options, access, health, hub, arrivals }: Declared): EdgeApp {
  const app = edgeApp(options);
  accessRoutes(app, access);
  healthRoutes(app, health);
  liveRoutes(app, hub);
  arrivalRoutes(app, arrivals);
  declareReports(app);
  return app;
}
