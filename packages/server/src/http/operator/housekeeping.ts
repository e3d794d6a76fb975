import { forgetExpired } from '../../access/index.ts';
import type { Backups } from '../../ports/backups.ts';
import type { Database } from '../../ports/database.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { Config } from '../../spine/config/areas.ts';
import { forgetLeases } from '../../spine/leases.ts';
import type { Logger } from '../../spine/log.ts';
import { forgetAnswers } from '../idempotency.ts';

export const housekeepingQueues = ['housekeeping.backup', 'housekeeping.expired'] as const;

/** `backups`: null where the control state is on a PostgreSQL of its own. */
export type Housekeeping = {
  jobs: Jobs;
  database: Database;
  backups: Backups | null;
  config: Config;
  log: Logger;
};

const hourMs = 3_600_000;
/** A tick may come some minutes early or late; a backup this much younger than asked for still counts as due. */
const graceMs = hourMs / 4;
/** These queues are looked at seldom: each look costs a statement on the one connection of the embedded database. */
const lookEveryMs = 20_000;

/** What must happen every hour on one of the nodes: the backup of the embedded control state, and forgetting what has expired. */
export async function keepHouse({ jobs, database, backups, config, log }: Housekeeping): Promise<void> {
  const [backup, expired] = housekeepingQueues;
  const everyMs = config.backup.everyHours * hourMs;

  const backUp = async (): Promise<void> => {
    if (backups === null || everyMs === 0) return;
    const newest = (await backups.list()).find((one) => one.kind === 'hourly');
    if (newest !== undefined && Date.now() - newest.madeAt < everyMs - graceMs) return;
    const { bytes, heldMs } = await backups.make('hourly');
    log.info({ bytes, heldMs: Math.round(heldMs) }, 'control state backed up');
  };
  const forget = async (): Promise<void> => {
    const { db } = database;
    const rows = (await forgetExpired(db)) + (await forgetAnswers(db)) + (await forgetLeases(db));
    if (rows > 0) log.info({ rows }, 'expired rows forgotten');
  };
  const logged = (what: string, run: () => Promise<void>) => () =>
    run().catch((err: unknown) => {
      log.error({ err }, `${what} failed`);
      throw err;
    });

  await jobs.work(backup, logged('backup', backUp), lookEveryMs);
  await jobs.work(expired, logged('forgetting', forget), lookEveryMs);
  await jobs.schedule(backup, '7 * * * *');
  await jobs.schedule(expired, '37 * * * *');
  // A machine that is seldom on when the clock strikes is backed up soon after its start.
  await jobs.send(backup, {}, { singletonKey: 'start', startAfterMs: 60_000 });
}
