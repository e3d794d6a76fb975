import { forgetExpired } from '../../access/index.ts';
import type { Backups } from '../../ports/backups.ts';
import type { Database } from '../../ports/database.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Clock } from '../../spine/clock.ts';
import type { Config } from '../../spine/config/areas.ts';
import { forgetLeases } from '../../spine/leases.ts';
import type { Logger } from '../../spine/log.ts';
import { forgetAnswers } from '../idempotency.ts';
import { keepRetention } from './retention.ts';

export const housekeepingQueues = ['housekeeping.backup', 'housekeeping.expired', 'housekeeping.retention'] as const;

/** `backups`: null where the control state is on a PostgreSQL of its own. */
export type Housekeeping = {
  jobs: Jobs;
  database: Database;
  backups: Backups | null;
  warehouse: Warehouse;
  /** By which inserts are dated. */
  clock: Clock;
  config: Config;
  log: Logger;
};

const hourMs = 3_600_000;
/** A tick may come some minutes early or late; a backup this much younger than asked for still counts as due. */
const graceMs = hourMs / 4;
/** These queues are looked at seldom: each look costs a statement on the one connection of the embedded database. */
const lookEveryMs = 20_000;

/**
 * What must happen on one of the nodes: every hour the backup of the embedded control state and forgetting what has expired, every day
 * the removal of telemetry past its time.
 */
export async function keepHouse(house: Housekeeping): Promise<void> {
  const { jobs, database, backups, warehouse, clock, config, log } = house;
  const [backup, expired, retention] = housekeepingQueues;
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
  const remove = async (): Promise<void> => {
    const gone = await keepRetention(warehouse, config, clock.now());
    if (Object.keys(gone).length > 0) log.info({ gone }, 'telemetry past its retention removed');
  };
  const logged = (what: string, run: () => Promise<void>) => () =>
    run().catch((err: unknown) => {
      log.error({ err }, `${what} failed`);
      throw err;
    });

  await jobs.work(backup, logged('backup', backUp), lookEveryMs);
  await jobs.work(expired, logged('forgetting', forget), lookEveryMs);
  await jobs.work(retention, logged('retention', remove), lookEveryMs);
  await jobs.schedule(backup, '7 * * * *');
  await jobs.schedule(expired, '37 * * * *');
  await jobs.schedule(retention, '22 3 * * *');
  // A machine that is seldom on when the clock strikes has its turn after its start.
  await jobs.send(backup, {}, { singletonKey: 'start', startAfterMs: 60_000 });
  await jobs.send(retention, {}, { singletonKey: 'start', startAfterMs: 600_000 });
}
