import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Touched } from './assembly.ts';
import { agentDaySql, agentHourSql, agentMinuteSql } from './agents-sql.ts';
import { daySql, hourSql, minuteSql } from './metrics-sql.ts';

type Open = { since: number; touchedAt: number; rolledAt: number; touches: number };

/** A minute closes this long after its end: batches of exporters are on their way for some seconds. */
const graceSeconds = 10;
const quietMs = 3_000;
/** A minute that never falls quiet is rolled up at this pace all the same, and no minute faster: late spans come one by one. */
const restlessMs = 30_000;
/** Of so many is it known when they were rolled up. */
const rememberedMinutes = 1_000;
const minutesAtOnce = 240;

/** Each is made from the one before it. */
type Tiers = readonly (readonly [sql: string, seconds: number])[];
const ofSteps: Tiers = [
  [minuteSql, 60],
  [hourSql, 3600],
  [daySql, 86_400],
];
const ofInvocations: Tiers = [
  [agentMinuteSql, 60],
  [agentHourSql, 3600],
  [agentDaySql, 86_400],
];

/** Minutes that answer from spans, and their way into the rollups. */
export class Rollup {
  readonly #warehouse: Warehouse;
  readonly #nextVersion: () => number;
  readonly #onRolled: () => void;
  readonly #open = new Map<string, Map<number, Open>>();
  readonly #rolledAt = new Map<string, number>();

  /** @param onRolled called when rows were made anew, before their minutes are open no more */
  constructor(warehouse: Warehouse, nextVersion: () => number, onRolled: () => void = () => undefined) {
    this.#warehouse = warehouse;
    this.#nextVersion = nextVersion;
    this.#onRolled = onRolled;
  }

  touch(touched: Touched, now: number): void {
    for (const { workspaceId, buckets } of touched) {
      const open = this.#open.get(workspaceId) ?? new Map<number, Open>();
      this.#open.set(workspaceId, open);
      for (const bucket of buckets) {
        const held = open.get(bucket);
        if (held === undefined) {
          const rolledAt = this.#rolledAt.get(`${workspaceId} ${bucket}`) ?? 0;
          open.set(bucket, { since: now, touchedAt: now, rolledAt, touches: 1 });
        } else open.set(bucket, { ...held, touchedAt: now, touches: held.touches + 1 });
      }
    }
  }

  /** Minutes not rolled up since they were touched. */
  open(): Record<string, number[]> {
    return Object.fromEntries(
      [...this.#open]
        .filter(([, minutes]) => minutes.size > 0)
        .map(([workspaceId, minutes]) => [workspaceId, [...minutes.keys()]]),
    );
  }

  /**
   * Rolls up what has fallen quiet of the minutes up to `closedThrough`, then the hours and days they lie in. Never a later one: a minute
   * that is not open and not closed either would be asked of nobody.
   */
  async advance(now: number, closedThrough: number): Promise<void> {
    for (const [workspaceId, minutes] of this.#open) {
      const ready = [...minutes]
        .filter(([bucket, open]) => bucket <= closedThrough && isQuiet(open, now))
        .slice(0, minutesAtOnce);
      if (ready.length === 0) continue;
      const buckets = ready.map(([bucket]) => bucket);
      await this.#run([...ofSteps, ...ofInvocations], workspaceId, buckets);
      this.#onRolled();
      for (const [bucket, before] of ready) {
        const held = minutes.get(bucket)!;
        this.#remember(`${workspaceId} ${bucket}`, now);
        if (held.touches === before.touches) minutes.delete(bucket);
        else minutes.set(bucket, { ...held, since: now, rolledAt: now });
      }
    }
  }

  #remember(minute: string, now: number): void {
    this.#rolledAt.delete(minute);
    this.#rolledAt.set(minute, now);
    for (const oldest of this.#rolledAt.keys()) {
      if (this.#rolledAt.size <= rememberedMinutes) break;
      this.#rolledAt.delete(oldest);
    }
  }

  /** Rolls up agents over all of the past. @param goOn asked between two bites; false ends it early, and makes this false. */
  async agentsOfThePast(goOn: () => Promise<boolean>): Promise<boolean> {
    const rows = await this.#warehouse.query<{ w: string; b: number }>(
      'SELECT DISTINCT workspace_id AS w, toUnixTimestamp(bucket) AS b FROM invocations ORDER BY w, b',
    );
    for (const [workspaceId, own] of Map.groupBy(rows, ({ w }) => w)) {
      for (let at = 0; at < own.length; at += minutesAtOnce) {
        if (!(await goOn())) return false;
        const bite = own.slice(at, at + minutesAtOnce).map(({ b }) => Number(b));
        await this.#run(ofInvocations, workspaceId, bite);
        this.#onRolled();
      }
    }
    return true;
  }

  async #run(tiers: Tiers, workspace: string, minutes: readonly number[]): Promise<void> {
    // It runs beside the assembly, which is waited for: on one machine it leaves a processor to that.
    const threads = this.#warehouse.kind === 'chdb' ? { max_threads: 1 } : {};
    for (const [sql, seconds] of tiers) {
      const version = this.#nextVersion();
      const settings = { insert_deduplication_token: `rollup-${version}`, ...threads };
      await this.#warehouse.command(sql, { workspace, version, buckets: starts(minutes, seconds) }, { settings });
    }
  }
}

/** The last minute that can have closed at `now` (Unix milliseconds), in Unix seconds. */
export const lastClosedMinute = (now: number): number => Math.floor((now / 1000 - graceSeconds) / 60) * 60 - 60;

const isQuiet = (open: Open, now: number): boolean =>
  Math.abs(now - open.rolledAt) >= restlessMs && (now - open.touchedAt >= quietMs || now - open.since >= restlessMs);

const starts = (buckets: readonly number[], seconds: number): number[] => [
  ...new Set(buckets.map((bucket) => bucket - (bucket % seconds))),
];
