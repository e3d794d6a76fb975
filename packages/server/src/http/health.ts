import { createRoute, z } from '@hono/zod-openapi';
import type { Ingest } from '../ingest/index.ts';
import type { Backups } from '../ports/backups.ts';
import type { Database } from '../ports/database.ts';
import { answers, type EdgeApp } from '../ports/edge.ts';
import type { Warehouse } from '../ports/warehouse.ts';
import { guestActor, type Actor } from '../spine/actor.ts';
import type { Clock } from '../spine/clock.ts';
import type { DiskFigures } from '../spine/disk/disk-watch.ts';

export const Health = z
  .object({
    status: z.enum(['ok', 'degraded']),
    version: z.string(),
    state: z.object({ kind: z.enum(['pglite', 'postgres']), status: z.enum(['up', 'down']), since: z.string() }),
    warehouse: z.object({ status: z.enum(['starting', 'up', 'down']), since: z.string(), restarts: z.number().int() }),
    ingest: z
      .object({
        spoolSegments: z.number().int().describe('Kept on disk and not yet in the warehouse.'),
        spoolBytes: z.number().int(),
        spoolAgeMs: z.number().describe('Age of the oldest of them.'),
        quarantined: z.number().int(),
        acceptedSpans: z.number().int().describe('Since the start of this process.'),
        insertedSpans: z.number().int(),
        tee: z
          .object({
            sent: z.number().int(),
            dropped: z.number().int().describe('The queue had no room.'),
            refused: z.number().int().describe('By the second endpoint, for good.'),
            queuedBytes: z.number().int(),
            lastError: z.string().nullable(),
          })
          .optional()
          .describe('Requests handed on to a second endpoint, where one is set.'),
      })
      .nullable()
      .describe('null where this process takes no telemetry.'),
    disk: z
      .object({
        status: z.enum(['ok', 'filling', 'full']).describe('filling: warn people; full: telemetry is refused.'),
        usedPercent: z.number(),
        freeBytes: z.number().int(),
        totalBytes: z.number().int(),
        bytesPerDay: z.number().int().nullable().describe('Growth over the last week at most; null while unknown.'),
        fullAt: z
          .string()
          .nullable()
          .describe('When only the reserve is left if it goes on so; null if it does not grow.'),
      })
      .describe('The disk of the data directory of the node that answers.'),
    backup: z
      .object({ lastAt: z.string().nullable().describe('When the newest that is kept was made; null = none yet.') })
      .nullable()
      .describe('Of the embedded control state, on the node that answers; null where a PostgreSQL holds it.'),
    rebuild: z.object({
      lagSeconds: z
        .number()
        .nullable()
        .describe('Age of the oldest insert that is in no run yet, on any node; null while unknown.'),
    }),
  })
  .openapi('Health');
export type Health = z.infer<typeof Health>;
const { status, version } = Health.shape;
const HealthAnswer = Health.partial().extend({ status, version }).openapi('HealthAnswer', {
  description: 'Whoever is not signed in, or has no key that may read, gets the first two.',
});

export type HealthDeps = {
  database: Database;
  warehouse: Warehouse;
  ingest: Ingest | null;
  disk: { read(): DiskFigures };
  /** Seconds; rejects while the stores cannot be asked. */
  rebuildLag: () => Promise<number>;
  /** Newest first; null where the control state is on a PostgreSQL of its own. */
  backups: Pick<Backups, 'list'> | null;
  clock: Clock;
  version: string;
};
/** `read` never waits. `onChange` calls when a status or the quarantine changes, not for every counter. */
export type HealthMonitor = { read(): Health; onChange(changed: () => void): () => void; close(): void };

const everyMs = 1_000;
const patienceMs = 5_000;
/** Asking for the lag is a query of the warehouse; for backups, a look at their folder. */
const slowlyMs = 10_000;

/** Asks the state each second: a database that does not answer within 5 s is down. */
export function healthMonitor(deps: HealthDeps): HealthMonitor {
  const listeners = new Set<() => void>();
  let state = { status: 'up' as Health['state']['status'], since: new Date(deps.clock.now()).toISOString() };
  let asking = false;
  let lagSeconds: number | null = null;
  let lastBackup: number | null = null;
  const measure = async (): Promise<void> => {
    lagSeconds = await deps.rebuildLag().catch(() => null);
    // What was seen stays while the folder cannot be read.
    const backups = await deps.backups?.list().catch(() => null);
    if (backups) lastBackup = backups[0]?.madeAt ?? null;
  };
  void measure();
  const read = (): Health => {
    const { state: status, since, restarts } = deps.warehouse.health();
    const ingest = deps.ingest?.status() ?? null;
    const disk = diskPart(deps.disk.read());
    const ok = state.status === 'up' && status === 'up' && (ingest?.quarantined ?? 0) === 0 && disk.status !== 'full';
    return {
      status: ok ? 'ok' : 'degraded',
      version: deps.version,
      state: { kind: deps.database.kind, ...state },
      warehouse: { status, since: new Date(since).toISOString(), restarts },
      ingest: ingest && { ...ingest },
      disk,
      backup: deps.backups && { lastAt: lastBackup === null ? null : new Date(lastBackup).toISOString() },
      rebuild: { lagSeconds },
    };
  };
  const summary = (): string => {
    const now = read();
    const { state: own, warehouse, ingest, disk } = now;
    return [own.status, warehouse.status, warehouse.restarts, ingest?.quarantined, disk.status].join();
  };
  let last = summary();
  const tick = async (): Promise<void> => {
    if (!asking) {
      asking = true;
      const status = (await answersInTime(deps.database)) ? 'up' : 'down';
      if (status !== state.status) state = { status, since: new Date(deps.clock.now()).toISOString() };
      asking = false;
    }
    if (summary() === last) return;
    last = summary();
    for (const tell of listeners) tell();
  };
  const timer = setInterval(() => void tick(), everyMs);
  const slowTimer = setInterval(() => void measure(), slowlyMs);
  const stopWatching = deps.warehouse.onHealth(() => void tick());
  return {
    read,
    onChange(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    close() {
      clearInterval(timer);
      clearInterval(slowTimer);
      stopWatching();
    },
  };
}

const diskPart = ({ state: status, fullAt, ...rest }: DiskFigures): Health['disk'] => ({
  status,
  ...rest,
  fullAt: fullAt === null ? null : new Date(fullAt).toISOString(),
});

function answersInTime(database: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), patienceMs)));
  const asked = database.now().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

const route = createRoute({
  method: 'get',
  path: '/api/v1/health',
  tags: ['Server'],
  security: [],
  summary: 'How the stores and ingest do; without sign-in only whether all is well',
  responses: answers(HealthAnswer, 'The state of this server.'),
});

/** Figures of the machine are for people who are signed in and keys that may read; a guest learns whether all is well. */
export function healthFor(actor: Actor, health: Health): z.infer<typeof HealthAnswer> {
  const whole = actor.kind === 'person' || (actor.kind === 'key' && actor.scopes.includes('read'));
  return whole ? health : { status: health.status, version: health.version };
}

export function healthRoutes(app: EdgeApp, monitor: HealthMonitor): void {
  app.openapi(route, async (c) => {
    // The route is public: a key that is not known, or a state that cannot be asked, makes a guest and no error.
    const who = await c
      .get('again')()
      .catch(() => null);
    return c.json(healthFor(who?.actor ?? guestActor, monitor.read()), 200);
  });
  // For process managers: alive, and able to serve. A restarting warehouse does not stop sign-in or ingest.
  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', (c) => {
    const { status } = monitor.read().state;
    return c.text(`state ${status}\n`, status === 'up' ? 200 : 503);
  });
}
