import { randomUUID } from 'node:crypto';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Jobs } from '../../ports/jobs.ts';
import type { StateDatabase } from '../postgres/state-database.ts';

/**
 * Five tries more, after about 1, 2, 4, 8 and 16 s. `short`: of one singleton key at most one job waits; other jobs get a key of
 * their own.
 */
const queueOptions = { policy: 'short', retryLimit: 5, retryDelay: 1, retryBackoff: true } as const;
const stopWithinMs = 10_000;

/**
 * The Jobs port on pg-boss, in schema `jobs` of the control state. `queues` names every queue that anyone here sends to: they are
 * made now, since making one inside a caller's transaction would undo it with the caller. `onError` hears of failed polls.
 */
export async function openJobs(
  database: StateDatabase,
  queues: readonly string[],
  onError: (error: unknown) => void,
): Promise<Jobs> {
  const backend = database.kind;
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.executeSql(text, values) },
    backend,
    schema: 'jobs',
  });
  boss.on('error', onError);
  await boss.start();
  const made = new Set<string>();
  const make = async (name: string): Promise<void> => {
    if (!made.has(name)) await boss.createQueue(name, queueOptions);
    made.add(name);
  };
  for (const name of queues) await make(name);

  return {
    async send(name, data, { tx, singletonKey = randomUUID(), startAfterMs } = {}) {
      if (!made.has(name)) throw new Error(`Queue ${name} is not known here; name it when jobs are opened.`);
      const startAfter = startAfterMs === undefined ? {} : { startAfter: startAfterMs / 1000 };
      const join = tx === undefined ? {} : { db: fromKysely(tx) };
      await boss.send(name, data, { singletonKey, ...startAfter, ...join });
    },
    async work(name, handle, lookEveryMs = 500) {
      await make(name);
      await boss.work(name, { pollingIntervalSeconds: lookEveryMs / 1000 }, async (jobs) => {
        for (const job of jobs) await handle(job.data as Parameters<typeof handle>[0]);
      });
    },
    async schedule(name, cron, data) {
      await make(name);
      await boss.schedule(name, cron, data ?? null, { tz: 'UTC' });
    },
    stop: () => boss.stop({ graceful: true, timeout: stopWithinMs }),
  };
}
