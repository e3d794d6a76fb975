import type { RunRow } from '../rows/run-row.ts';

/** One trace of one workspace between two moments: what every reader of spans, messages and logs is bounded by. */
export type TraceWindow = { workspaceId: string; traceId: string; low: number; high: number };

const hour = 3600;
/** The last second a DateTime can hold. */
const never = 4_294_967_295;

type Placed = Pick<RunRow, 'trace_id' | 'state' | 'marks' | 'first_bucket_s' | 'last_end_ns'>;

/**
 * Bounds in Unix seconds around what the run's row says. A run that goes on may reach a day beyond now (clocks ahead);
 * one with a clock that cannot be believed is looked for everywhere.
 * @param now Unix milliseconds.
 */
export function windowOf(workspaceId: string, row: Placed, now: number): TraceWindow {
  const suspect = row.marks.includes('clock_suspect') || row.first_bucket_s === 0;
  const end = Number(BigInt(row.last_end_ns) / 1_000_000_000n);
  const high = row.state === 'running' ? Math.max(end, Math.floor(now / 1000)) + 25 * hour : end + hour;
  return {
    workspaceId,
    traceId: row.trace_id,
    low: suspect ? 0 : Math.max(0, row.first_bucket_s - hour),
    high: suspect ? never : Math.min(never, Math.max(0, high)),
  };
}

/** Spans and steps: by minute. Bucket 0 holds starts that cannot be believed, of any trace. */
export const inWindow = `workspace_id = {workspace:String} AND trace_id = {trace:String}
  AND (bucket BETWEEN toDateTime({low:UInt32}) AND toDateTime({high:UInt32}) OR bucket = toDateTime(0))`;

/** Content, message_refs and logs: by hour of `column`. The first hour ever holds times that cannot be believed. */
export const inHours = (column: string): string => `workspace_id = {workspace:String} AND trace_id = {trace:String}
  AND (toStartOfHour(${column}) BETWEEN toStartOfHour(toDateTime({low:UInt32}, 'UTC')) AND toDateTime({high:UInt32}, 'UTC')
    OR toStartOfHour(${column}) = toDateTime(0, 'UTC'))`;

export const windowParams = (window: TraceWindow): Record<string, string | number> => ({
  workspace: window.workspaceId,
  trace: window.traceId,
  low: window.low,
  high: window.high,
});
