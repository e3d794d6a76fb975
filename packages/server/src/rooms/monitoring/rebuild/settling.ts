import type { Warehouse } from '../../../ports/warehouse.ts';
import type { AssembledTrace, TraceKey } from './assembler-protocol.ts';
import { giveUpAfterMs, keyOf, settleAfterMs } from './assembler.ts';
import { hexList, listsOf } from './standing.ts';

/** A trace that still moves. */
export type Moving = Omit<AssembledTrace, 'minutes' | 'stoodIn'>;
type Waiting = Moving & { dueAt: number };

/** Traces that still move, and when each has been quiet long enough. Filled again from `runs` after a start. */
export class Settling {
  readonly #waiting = new Map<string, Waiting>();

  note(traces: readonly Moving[]): void {
    for (const { workspaceId, traceId, lastIngested, firstBucket, ended, provisional } of traces) {
      const trace = { workspaceId, traceId, lastIngested, firstBucket, ended, provisional };
      const dueAt = trace.lastIngested / 1000 + (trace.ended ? settleAfterMs : giveUpAfterMs);
      this.#waiting.delete(keyOf(trace));
      this.#waiting.set(keyOf(trace), { ...trace, dueAt });
    }
  }

  /** Takes out up to `limit` traces whose time has come. */
  due(now: number, limit: number): Waiting[] {
    const due: Waiting[] = [];
    for (const [key, trace] of this.#waiting) {
      if (trace.dueAt > now) continue;
      this.#waiting.delete(key);
      due.push(trace);
      if (due.length === limit) break;
    }
    return due;
  }

  /** Puts traces back whose settling failed. */
  again(traces: readonly Waiting[]): void {
    for (const trace of traces) if (!this.#waiting.has(keyOf(trace))) this.#waiting.set(keyOf(trace), trace);
  }
}

/** Of a run whose source has no time, nobody will know its length: it has ended all the same. */
const hasEnded = "(duration_ns IS NOT NULL OR has(marks, 'synthetic_time'))";

/** Runs left moving by an earlier process. */
export async function readMoving(warehouse: Warehouse): Promise<Moving[]> {
  const rows = await warehouse.query<{
    w: string;
    t: string;
    last: string;
    first: number;
    ended: boolean;
    orphan: boolean;
  }>(
    `SELECT workspace_id AS w, trace_id AS t, toUnixTimestamp64Micro(max(last_ingested)) AS last, toUnixTimestamp(min(first_bucket)) AS first,
       min(${hasEnded}) = 1 AS ended, max(has(marks, 'orphan')) = 1 AS orphan
     FROM runs FINAL WHERE state = 'running' AND is_deleted = 0 GROUP BY w, t`,
  );
  return rows.map((row) => ({
    workspaceId: row.w,
    traceId: row.t,
    lastIngested: Number(row.last),
    firstBucket: row.first,
    ended: Boolean(row.ended),
    provisional: Boolean(row.orphan),
  }));
}

/** Marks the runs of quiet traces settled, or unfinished where the top never came, by a new version of their rows. */
export async function settleRuns(
  warehouse: Warehouse,
  traces: readonly (TraceKey & { firstBucket: number })[],
  version: number,
): Promise<void> {
  for (const [workspace, own] of listsOf(traces)) {
    const ids = hexList(own.map((trace) => trace.traceId));
    const from = Math.min(...own.map((trace) => trace.firstBucket));
    await warehouse.command(
      `INSERT INTO runs SELECT * REPLACE (
         toUInt64({version:UInt64}) AS version,
         if(${hasEnded} AND NOT has(marks, 'no_end'), 'settled', 'unfinished') AS state)
       FROM runs AS r FINAL
       WHERE workspace_id = {workspace:String} AND (bucket >= fromUnixTimestamp({from:UInt32}) OR bucket = toDateTime(0, 'UTC'))
         AND trace_id IN (${ids}) AND is_deleted = 0 AND r.state = 'running'`,
      { workspace, from, version },
      { settings: { insert_deduplication_token: `settle-${version}-${workspace}-${own[0]!.traceId}` } },
    );
  }
}
