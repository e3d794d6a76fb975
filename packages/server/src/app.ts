import { join } from 'node:path';
import {
  accessMigrations,
  bootstrap,
  contentKeys,
  recordContentAccess,
  recordContentListed,
  type Bootstrapped,
} from './access/index.ts';
import { type Finding, inspectCluster } from './adapters/clickhouse/cluster/inspect.ts';
import { migrate as migrateWarehouse } from './adapters/clickhouse/migrate.ts';
import { migrations as warehouseMigrations } from './adapters/clickhouse/migrations/index.ts';
import { GitRepositories } from './adapters/git/repositories.ts';
import { openProvider } from './adapters/oidc/open.ts';
import { openWarehouse, type WarehouseOptions } from './adapters/clickhouse/warehouse.ts';
import { jobLag } from './adapters/jobs/lag.ts';
import { openJobs } from './adapters/jobs/open.ts';
import { openLlm } from './adapters/llm/open.ts';
import { listBackups } from './adapters/postgres/backup/backups.ts';
import { restoreBackup } from './adapters/postgres/backup/restore.ts';
import { type ControlState, openControlState, placeOf } from './adapters/postgres/control-state.ts';
import { openDatabase } from './adapters/postgres/open.ts';
import { composeEdge, declareEdge, type Edge } from './http/compose.ts';
import { basePathOf } from './http/base-path.ts';
import { deliveryDoor } from './http/delivery-door.ts';
import type { EdgeOptions } from './http/edge-app.ts';
import { Meters, meteredIngest, meteredWarehouse } from './http/figures/meters.ts';
import { figureRoutes } from './http/figures/routes.ts';
import { ofrepRoutes } from './http/ofrep/routes.ts';
import { openApiDocument } from './http/openapi.ts';
import { housekeepingQueues, keepHouse } from './http/operator/housekeeping.ts';
import { openTee } from './ingest/tee/open.ts';
import { PartsMerge } from './ingest/parts/parts-merge.ts';
import { IngestThread } from './ingest/thread/ingest-thread.ts';
import { withRoom } from './ingest/with-room.ts';
import type { Backup, Backups } from './ports/backups.ts';
import type { Database } from './ports/database.ts';
import type { EdgeApp, RouteModule } from './ports/edge.ts';
import type { Llm } from './ports/llm.ts';
import type { Warehouse } from './ports/warehouse.ts';
import {
  AgentWatch,
  Deliveries,
  deliveredFlags,
  type AgentPage,
  deployOnTime,
  labelFollowers,
  Heartbeats,
  LastSeen,
  type LifecycleDeps,
  listAgents,
  lifecycleChanges,
  lifecycleMigrations,
  register as registerLifecycle,
  countPromptUses,
  promptUses,
  putAwayDemo,
  teamTools,
  runLinks,
  registerDelivery,
  registerInstances,
} from './rooms/lifecycle/index.ts';
import {
  FailureWatch,
  type MonitoringDeps,
  monitoringMigrations,
  Rebuild,
  rebuildLag,
  register as registerMonitoring,
} from './rooms/monitoring/index.ts';
import {
  type PromptDeps,
  promptMigrations,
  remindOnTime,
  PromptSync,
  register as registerPrompts,
  forgetRunsOnTime,
  Playground,
  registerPlayground,
} from './rooms/prompts/index.ts';
import { systemActor } from './spine/actor.ts';
import { type Clock, systemClock } from './spine/clock.ts';
import type { Config } from './spine/config/areas.ts';
import type { Ctx } from './spine/ctx.ts';
import { openDiskWatch } from './spine/disk/disk-watch.ts';
import { AppError } from './spine/errors.ts';
import { newId } from './spine/ids.ts';
import type { Logger } from './spine/log.ts';
import { spineMigrations } from './spine/migrations/index.ts';
import { pendingMigrations } from './spine/migrations/migrate.ts';
import { loadRootKey } from './spine/root-key.ts';
import { sealWith, type Seal } from './spine/seal.ts';
import { SharedClock } from './spine/shared-clock.ts';
import { version } from './spine/version.ts';

/** Everything of one process, open. `close` ends it in the order that loses nothing. */
export type Signalbox = {
  edge: Edge & { front: ReturnType<typeof deliveryDoor> };
  state: Database;
  /** null on a PostgreSQL server. */
  backups: Backups | null;
  seal: Seal;
  /** As IngestThread has it. */
  retryQuarantine: IngestThread['retryQuarantine'];
  /** Agents of the last 24 hours, worst first. */
  agents(ctx: Ctx): Promise<AgentPage>;
  /** Makes or finds the first workspace. Comes last, when nothing can fail any more: the key it makes is shown only once. */
  bootstrap(): Promise<Bootstrapped>;
  close(): Promise<void>;
};
/** `progress` hears what is done, for people. `publicUrl` is asked once the server listens. */
export type Surroundings = {
  log: Logger;
  publicUrl: () => string;
  progress: (done: string) => void;
  /** Looked at between two steps. */
  signal: AbortSignal;
};

/** The composition root: the one place that knows all rooms and all adapters. What was opened is closed when it rejects. */
export async function openSignalbox(config: Config, surroundings: Surroundings): Promise<Signalbox> {
  const { log, publicUrl, signal } = surroundings;
  const opened: { close(): Promise<void> }[] = [];
  const closeAll = (): Promise<void> => endAll(opened.map((one) => () => one.close()));
  const progress = (done: string): void => {
    signal.throwIfAborted();
    surroundings.progress(done);
  };
  try {
    signal.throwIfAborted();
    const { database: state, backups } = await openState(config);
    opened.push(state);
    const seal = openSeal(config);
    progress(`control state ready (${state.kind})`);

    const meters = new Meters();
    const warehouse = meteredWarehouse(await openFacts(config), meters);
    opened.push(warehouse);
    warehouse.onHealth(({ state: now, detail }) => {
      if (now === 'down' && detail !== 'stopped') log.error({ detail }, 'warehouse down');
      if (now === 'up') log.info('warehouse up');
    });
    progress('warehouse ready');

    const onError = (err: unknown, what: string): void => log.error({ err, what }, 'ingest');
    const { dataDir } = config.state;
    const clock = await warehouseClock(warehouse);
    opened.push(clock);
    const rebuild = new Rebuild({
      warehouse,
      state,
      clock,
      onError: (err) => log.error({ err }, 'rebuild'),
    });
    const onInserted: Rebuild['inserted'] = (block) => rebuild.inserted(block);
    const tee = openTee(config, log);
    opened.push(tee);
    const parts = new PartsMerge({
      ...{ warehouse, state, clock, onInserted, retentionDays: config.ingest.retentionDays },
      contentKey: contentKeys(state.db, seal),
      onError: (err) => log.error({ err }, 'merge of parts'),
    });
    const onParts = (): void => parts.inserted();
    const ingest = new IngestThread({ dataDir, warehouse, clock, onError, onInserted, onParts, ...config.ingest });
    opened.push(ingest);
    await ingest.ready();
    const disk = await openDiskWatch(dataDir, config.disk, systemClock);
    opened.push({ close: async () => disk.close() });
    progress('ingest ready');

    opened.push({ close: () => rebuild.stop() });
    rebuild.start();
    opened.push({ close: () => parts.stop() });
    parts.start();
    const webRoot = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../dist/web' : 'web');
    const provider = openProvider(config.oidc);
    const llm = openLlm({ clock: systemClock });
    const setting = { config, seal, provider, clock: systemClock, log, version, webRoot, publicUrl, llm };
    const lag = (): Promise<number> => rebuildLag({ warehouse, state }, clock.now());
    const edge = composeEdge(
      {
        database: state,
        warehouse,
        ingest: meteredIngest(withRoom(tee.of(ingest), disk), meters),
        facts: rebuild,
        disk,
        rebuildLag: lag,
        backups,
      },
      setting,
    );
    opened.push({ close: async () => edge.close() });
    const repositories = new GitRepositories({ folder: join(dataDir, 'git'), allowLocal: config.prompts.localGit });
    const onSync = (err: unknown): void => log.error({ err }, 'sync of prompts');
    const followersOf = labelFollowers;
    const syncs = new PromptSync({ state, clock: systemClock, seal, repositories, followersOf, onError: onSync });
    opened.push({ close: () => syncs.stop() });
    syncs.start();
    registerRooms(edge.app, {
      ...edge.deps,
      ...{ usesOf: promptUses, countUses: countPromptUses, toolsOf: teamTools },
      ...{ repositories, wakeSync: () => syncs.wake() },
      followersOf,
      seal,
      warehouse,
      rollups: rebuild,
      ...recorders,
      linksOf: runLinks,
      changeSources: [lifecycleChanges],
    });
    const playground = openPlayground(config, { state, seal, llm, log });
    opened.push(playground);
    registerPlayground(edge.app, { ...edge.deps, playground });
    const onDelivery = (err: unknown): void => log.error({ err }, 'delivery');
    const deliveries = new Deliveries({ state, clock: systemClock, onError: onDelivery });
    opened.push({ close: () => deliveries.close() });
    registerDelivery(edge.app, deliveries);
    const heartbeats = new Heartbeats({ state, clock: systemClock, deliveries, onError: onDelivery });
    opened.push({ close: () => heartbeats.close() });
    registerInstances(edge.app, { ...edge.deps, heartbeats });
    figureRoutes(edge.app, { meters, health: edge.health, jobLag: () => jobLag(state) });
    const flags = deliveredFlags(deliveries);
    ofrepRoutes(edge.app, flags, basePathOf(config.server.publicUrl));
    const front = deliveryDoor({ keys: edge.keys, deliveries, flags });
    const jobs = await openJobs(state, housekeepingQueues, (err) => log.error({ err }, 'jobs'));
    opened.push({ close: () => jobs.stop() });
    await keepHouse({ jobs, database: state, backups, warehouse, clock, config, log });
    await deployOnTime(jobs, state, systemClock);
    await forgetRunsOnTime(jobs, state.db);
    await remindOnTime(jobs, { state, clock: systemClock, usesOf: promptUses });
    const onWatch = (err: unknown): void => log.error({ err }, 'agents');
    const agents = new AgentWatch({ warehouse, state, clock, facts: rebuild, onError: onWatch });
    opened.push({ close: () => agents.stop() });
    agents.start();
    const onFailures = (err: unknown): void => log.error({ err }, 'failures');
    const failures = new FailureWatch({ warehouse, state, clock, facts: rebuild, onError: onFailures });
    opened.push({ close: () => failures.stop() });
    failures.start();
    const stores = { warehouse, rollups: rebuild, lastSeen: new LastSeen(warehouse) };
    const query = { limit: 200, sort: 'health', order: 'down' } as const;
    const agentsOf: Signalbox['agents'] = (ctx) => listAgents(ctx, stores, { query, place: null });
    const end = (): void => {
      deliveries.end();
      edge.close();
    };
    return {
      edge: { ...edge, front, close: end },
      retryQuarantine: (ids, limit) => ingest.retryQuarantine(ids, limit),
      agents: agentsOf,
      state,
      backups,
      seal,
      bootstrap: () => bootstrap(systemCtx(state), seal),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Last opened, first ended; one that fails does not keep the others open. Throws the first failure at the end. */
export async function endAll(ends: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends.toReversed()) await end().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

const stateMigrations = [
  ...spineMigrations,
  ...accessMigrations,
  ...monitoringMigrations,
  ...lifecycleMigrations,
  ...promptMigrations,
];

/** The control state alone, migrated: for the CLI where no server runs. */
export const openState = (config: Config): Promise<ControlState> => openControlState(config, stateMigrations);

/** Backups of the embedded control state, newest first; nothing is opened. */
export const backupsOf = (config: Config): Promise<Backup[]> => listBackups(config.state.dataDir);

/** Puts a backup in the place of the embedded control state. Returns where the former one lies, and what the restored one holds. */
export async function restoreState(
  config: Config,
  file: string,
): Promise<{ former: string | null; facts: StateFacts }> {
  const { dataDir, databaseUrl } = config.state;
  if (databaseUrl !== null) throw new AppError('backup.own_dump');
  let facts: StateFacts | null = null;
  const prove = async (folder: string): Promise<void> => {
    facts = await factsAt({ dataDir: folder });
    const [id] = facts.unknown;
    if (id !== undefined) throw new AppError('state.schema_newer', { params: { id } });
  };
  const former = await restoreBackup({ dataDir, file, now: systemClock.now(), prove });
  return { former, facts: facts! };
}

/** What the control state holds, for `signalbox doctor`. `sealedUnder`: ids of the root keys its secrets were sealed under. */
export type StateFacts = Awaited<ReturnType<typeof pendingMigrations>> & {
  kind: Database['kind'];
  sealedUnder: string[];
  /** This machine's clock against the database's, milliseconds. */
  clockAheadMs: number;
};

/** Looks and changes nothing. Throws where the state cannot be opened. */
export const lookAtState = (config: Config): Promise<StateFacts> => factsAt(placeOf(config));

async function factsAt(place: { dataDir: string } | { url: string }): Promise<StateFacts> {
  const state = await openDatabase(place);
  try {
    const pending = await pendingMigrations(state.db, stateMigrations);
    const made = !pending.missing.includes(stateMigrations[0]!.id);
    const workspaces = made ? await state.db.selectFrom('workspaces').select('content_key').execute() : [];
    const sealedUnder = new Set(workspaces.map((one) => one.content_key.split('.')[1] ?? ''));
    return {
      ...{ ...pending, kind: state.kind, sealedUnder: [...sealedUnder] },
      clockAheadMs: systemClock.now() - (await state.now()),
    };
  } finally {
    await state.close();
  }
}

function openPlayground(
  { playground: { keepDays, timeoutSeconds, callsPerProvider } }: Config,
  { log, ...means }: { state: Database; seal: Seal; llm: Llm; log: Logger },
): Playground {
  const setting = { keepDays, timeoutMs: timeoutSeconds * 1000, perProvider: callsPerProvider };
  const onError = (err: unknown): void => log.error({ err }, 'playground');
  return new Playground({ ...means, clock: systemClock, setting, onError });
}

/** Reading is recorded by access. */
const recorders = { recordContent: recordContentAccess, recordListed: recordContentListed, putAwayDemo };
/** What rooms' routes are given. */
type RoomDeps = MonitoringDeps & LifecycleDeps & PromptDeps;
/** Rooms put their routes on the edge, in this order. */
const rooms: readonly RouteModule<RoomDeps>[] = [registerMonitoring, registerLifecycle, registerPrompts];

function registerRooms(app: EdgeApp, deps: RoomDeps): void {
  for (const register of rooms) register(app, deps);
}

/** docs/openapi.json: all routes declared, no store opened. */
export function apiDocument(): object {
  const unopened = {} as never;
  const options = { version, webRoot: '' } as EdgeOptions;
  const app = declareEdge({ options, access: unopened, health: unopened, hub: unopened, arrivals: unopened });
  registerRooms(app, unopened);
  registerPlayground(app, unopened);
  registerDelivery(app, unopened);
  registerInstances(app, unopened);
  figureRoutes(app, unopened);
  ofrepRoutes(app, unopened, '');
  return openApiDocument(app, version);
}

async function openFacts(config: Config): Promise<Warehouse> {
  const warehouse = await openWarehouse(warehouseOf(config));
  try {
    await migrateWarehouse(warehouse, warehouseMigrations);
    return warehouse;
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

/** The nodes of the configured cluster, for `signalbox doctor --cluster`. Throws where the warehouse cannot be opened. */
export async function* lookAtCluster(config: Config): AsyncGenerator<Finding> {
  const warehouse = await openWarehouse(warehouseOf(config));
  try {
    yield* inspectCluster(warehouse, config.warehouse.cluster ?? '', systemClock.now);
  } finally {
    await warehouse.close();
  }
}

function warehouseOf({ state, warehouse: { clickhouseUrl, cluster } }: Config): WarehouseOptions {
  if (clickhouseUrl !== null) return { url: clickhouseUrl, cluster };
  const reason = 'warehouse.cluster is set and warehouse.clickhouseUrl is not: the embedded warehouse is one node.';
  if (cluster !== null) throw new AppError('config.invalid', { params: { reason } });
  return { dataDir: join(state.dataDir, 'warehouse') };
}

/** Under the root key of the configuration, which is made when there is none yet. */
export const openSeal = ({ root, state }: Config): Seal =>
  sealWith(loadRootKey({ value: root.key ?? undefined, file: root.keyFile ?? undefined, dataDir: state.dataDir }));

/** Ours where the warehouse is our own child; else its own, by which all nodes date their inserts. */
async function warehouseClock(warehouse: Warehouse): Promise<Clock & { close(): Promise<void> }> {
  if (warehouse.kind === 'chdb') return { ...systemClock, close: async () => {} };
  const clock = new SharedClock(systemClock, async () => {
    const [row] = await warehouse.query<{ ms: string }>('SELECT toUnixTimestamp64Milli(now64(3)) AS ms');
    return Number(row!.ms);
  });
  await clock.compare();
  return clock;
}

const systemCtx = (state: Database) => ({
  ...{ actor: systemActor, workspaceId: '', requestId: newId('req'), clock: systemClock, state },
});
