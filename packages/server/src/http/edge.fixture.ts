import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CreateKey, Me } from '../access/contract.ts';
import { accessMigrations } from '../access/migrations/index.ts';
import { bootstrap, type Bootstrapped } from '../access/verbs/bootstrap.ts';
import { createKey } from '../access/verbs/create-key.ts';
import { issueSignInLink } from '../access/verbs/issue-sign-in-link.ts';
import { openLlm } from '../adapters/llm/open.ts';
import { GitRepositories } from '../adapters/git/repositories.ts';
import { openTestDatabase } from '../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../adapters/postgres/state-database.ts';
import { ContentCache } from '../ingest/content/cache.ts';
import type { Ingest, IngestRequest } from '../ingest/index.ts';
import type { RowSink } from '../ingest/rows.ts';
import { spoolTableNames } from '../ingest/spool/tables.ts';
import { digest } from '../ingest/thread/pipeline.ts';
import type { Warehouse, WarehouseHealth } from '../ports/warehouse.ts';
import { systemActor } from '../spine/actor.ts';
import { systemClock } from '../spine/clock.ts';
import { loadConfig } from '../spine/config/load.ts';
import type { Ctx } from '../spine/ctx.ts';
import type { DiskFigures } from '../spine/disk/disk-watch.ts';
import { newId } from '../spine/ids.ts';
import { createLog } from '../spine/log.ts';
import { sealWith } from '../spine/seal.ts';
import { spineMigrations } from '../spine/migrations/index.ts';
import { assertPromised } from './api-contract.fixture.ts';
import {
  Deliveries,
  deliveredFlags,
  type FlagSource,
  Heartbeats,
  labelFollowers,
  countPromptUses,
  promptUses,
  lifecycleMigrations,
  putAwayDemo,
  register as registerLifecycle,
  registerDelivery,
  registerInstances,
} from '../rooms/lifecycle/index.ts';
import { registerCosts } from '../rooms/monitoring/cost-routes.ts';
import { registerDashboards } from '../rooms/monitoring/dashboard-routes.ts';
import { registerSavedViews } from '../rooms/monitoring/view-routes.ts';
import { registerFailures } from '../rooms/monitoring/failure-routes.ts';
import { registerDemo } from '../rooms/monitoring/demo-routes.ts';
import { monitoringMigrations } from '../rooms/monitoring/index.ts';
import {
  promptMigrations,
  register as registerPrompts,
  Playground,
  registerPlayground,
} from '../rooms/prompts/index.ts';
import { AppError } from '../spine/errors.ts';
import { ofrepRoutes } from './ofrep/routes.ts';
import { composeEdge, type Edge, type EdgeSetting } from './compose.ts';

/** Sends as a client would: JSON in, JSON out. `as`: a browser session, or the text of a key. */
export type Caller = { cookie: string; csrf: string } | string | null;
export type TestEdge = Edge & {
  state: StateDatabase;
  first: Bootstrapped;
  system: Ctx;
  webRoot: string;
  setting: EdgeSetting;
  logged: string[];
  received: IngestRequest[];
  warehouse: { set(health: Partial<WarehouseHealth>): void };
  advance(): void;
  nextAccept: { fail: unknown };
  call(
    as: Caller,
    method: string,
    path: string,
    ...[body, headers]: [body?: unknown, headers?: Record<string, string>]
  ): Promise<Response>;
  signIn(personId: string, by?: Ctx): Promise<{ cookie: string; csrf: string }>;
  key(input?: Partial<CreateKey>): Promise<string>;
  stop(): Promise<void>;
};

/** Batches are read as in the ingest thread, and go nowhere. */
const digesting = { contents: new ContentCache(2), maxInflatedBytes: 4 << 20 };
const unkept = Object.fromEntries(spoolTableNames.map((table) => [table, () => {}])) as unknown as RowSink;

/** A disk with room. */
export const roomy: DiskFigures = {
  ...{ state: 'ok', usedPercent: 50, totalBytes: 2e12, freeBytes: 1e12, bytesPerDay: null, fullAt: null },
};

const migrations = [
  ...spineMigrations,
  ...accessMigrations,
  ...monitoringMigrations,
  ...lifecycleMigrations,
  ...promptMigrations,
];

/** `env` adds settings, `web` files of the built web by path; `flags` stands for what is delivered. */
type EdgeWish = Partial<Pick<EdgeSetting, 'provider'>> & {
  env?: Record<string, string>;
  web?: Record<string, string>;
  flags?: FlagSource;
};

/** The real edge on a real control state. Warehouse and ingest stand here as their ports: what the edge does with them is the test. */
export async function openTestEdge({ provider = null, env = {}, web = {}, flags }: EdgeWish = {}): Promise<TestEdge> {
  const state = await openTestDatabase(migrations);
  const logged: string[] = [];
  const received: IngestRequest[] = [];
  const nextAccept: { fail: unknown } = { fail: null };
  let health: WarehouseHealth = { state: 'up', since: Date.now(), detail: null, restarts: 0 };
  const watchers = new Set<(health: WarehouseHealth) => void>();
  const warehouse = {
    query: () => Promise.reject(new AppError('warehouse.unavailable', { params: { seconds: 1 } })),
    health: () => health,
    onHealth: (changed: (health: WarehouseHealth) => void) => (watchers.add(changed), () => watchers.delete(changed)),
  } as unknown as Warehouse;
  const ingest: Ingest = {
    async accept(request) {
      if (nextAccept.fail !== null) throw nextAccept.fail;
      received.push(request);
      if (/^(?:langfuse\.|outcomes|feedback)/.test(request.signal))
        return digest(request, Date.now(), digesting, unkept).reply;
      return request.signal === 'metrics'
        ? { rejected: 2, message: 'Metrics are not kept.' }
        : { rejected: 0, message: '' };
    },
    status: () => ({
      spoolSegments: 0,
      spoolBytes: 0,
      spoolAgeMs: 0,
      quarantined: 0,
      acceptedSpans: received.length,
      insertedSpans: 0,
    }),
    close: async () => {},
  };
  const advanced = new Set<() => void>();
  const facts = { onAdvanced: (tell: () => void) => (advanced.add(tell), () => void advanced.delete(tell)) };
  const webRoot = mkdtempSync(join(tmpdir(), 'signalbox-web-'));
  for (const [path, text] of Object.entries(web)) {
    mkdirSync(dirname(join(webRoot, path)), { recursive: true });
    writeFileSync(join(webRoot, path), text);
  }
  const { config } = loadConfig({
    env: { SIGNALBOX_INGEST_MAX_BODY_BYTES: '1 MiB', SIGNALBOX_INGEST_QUEUE_BYTES: '2 MiB', ...env },
  });
  const log = createLog({ level: 'debug', format: 'json' }, { write: (line: string) => void logged.push(line) });
  const seal = sealWith(new Uint8Array(32).fill(9));
  const publicUrl = (): string => config.server.publicUrl ?? 'http://signalbox.test';
  const llm = openLlm({ clock: systemClock });
  const setting = { config, seal, clock: systemClock, log, version: '0.0.0-test', webRoot, publicUrl, provider, llm };
  const edge = composeEdge(
    {
      database: state,
      warehouse,
      ingest,
      facts,
      disk: { read: () => roomy },
      rebuildLag: async () => 7.5,
      backups: null,
    },
    setting,
  );
  // The rooms as far as they change the control state; whatever reads telemetry is told that the warehouse is away.
  const deps = { ...edge.deps, seal, warehouse, rollups: { openMinutes: () => ({ after: 0, also: [] }) } };
  registerDemo(edge.app, putAwayDemo);
  registerCosts(edge.app, deps);
  registerFailures(edge.app, { ...deps, recordListed: async () => {} });
  registerDashboards(edge.app);
  registerSavedViews(edge.app);
  registerLifecycle(edge.app, deps);
  const repositories = new GitRepositories({ folder: join(webRoot, 'git'), allowLocal: true });
  registerPrompts(edge.app, {
    ...deps,
    followersOf: labelFollowers,
    repositories,
    usesOf: promptUses,
    countUses: countPromptUses,
    wakeSync: () => {},
  });
  const playgroundSetting = { keepDays: 1, timeoutMs: 5_000, perProvider: 2 };
  const onError = (error: unknown): void => void logged.push(String(error));
  const playground = new Playground({
    ...{ state, seal, llm, clock: systemClock },
    setting: playgroundSetting,
    onError,
  });
  registerPlayground(edge.app, { ...edge.deps, playground });
  const onDelivery = (error: unknown): void => void logged.push(String(error));
  const deliveries = new Deliveries({ state, clock: systemClock, onError: onDelivery });
  registerDelivery(edge.app, deliveries);
  const heartbeats = new Heartbeats({ state, clock: systemClock, deliveries, onError: onDelivery });
  registerInstances(edge.app, { ...edge.deps, heartbeats });
  ofrepRoutes(edge.app, flags ?? deliveredFlags(deliveries), '');
  const nowhere: Ctx = { actor: systemActor, workspaceId: '', requestId: newId('req'), clock: systemClock, state };
  const first = await bootstrap(nowhere, seal);
  const system = { ...nowhere, workspaceId: first.workspaceId };

  const call: TestEdge['call'] = async (as, method, path, ...[body, headers = {}]) => {
    const who =
      as === null
        ? {}
        : typeof as === 'string'
          ? { 'x-signalbox-key': as }
          : { cookie: as.cookie, 'x-signalbox-csrf': as.csrf };
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await edge.app.request(path, { method, headers: { ...who, ...type, ...headers }, ...payload });
    if (path.startsWith('/api/')) await assertPromised(method, path, answer);
    return answer;
  };
  return {
    ...edge,
    ...{ state, first, system, webRoot, setting, logged, received, nextAccept, call },
    warehouse: {
      set(change) {
        health = { ...health, ...change };
        for (const tell of watchers) tell(health);
      },
    },
    advance: () => advanced.forEach((tell) => tell()),
    async signIn(personId, by = system) {
      const token = await issueSignInLink(by, { personId });
      const answer = await call(null, 'POST', '/api/v1/sign-in/link', { token });
      const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
      const { csrf } = (await (await call({ cookie, csrf: '' }, 'GET', '/api/v1/me')).json()) as Me;
      return { cookie, csrf };
    },
    async key(input = {}) {
      const whole: CreateKey = {
        name: 'k',
        teamId: first.teamId,
        agent: null,
        environment: null,
        scopes: ['read'],
        expiresAt: null,
        serviceAccountId: null,
        contentMode: 'keep',
        origins: [],
        ...input,
      };
      return (await createKey(system, whole)).secret;
    },
    async stop() {
      deliveries.end();
      edge.close();
      await heartbeats.close();
      await deliveries.close();
      await playground.close();
      await state.close();
    },
  };
}
