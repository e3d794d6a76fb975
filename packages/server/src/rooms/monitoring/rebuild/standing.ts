import type { Warehouse } from '../../../ports/warehouse.ts';
import { newSpansSql, traceSpansSql } from './span-reading.ts';
import type { StandingRows, TraceKey } from './assembler-protocol.ts';

/** Reads of the assembly. Trace ids are inlined, since thousands of them do not fit a URL: they are hex by then. */

/** Inserts in order of their moment (Unix microseconds). */
export type Slice = { inserts: { at: number; rows: number }[]; through: number; rows: number };

/** The next inserts after a moment, as many as stay below `maxRows` (at least one). null when there is nothing new. */
export async function nextSlice(warehouse: Warehouse, after: number, maxRows: number): Promise<Slice | null> {
  const found = await warehouse.query<{ at: string; rows: string }>(
    `SELECT toUnixTimestamp64Micro(ingested_at) AS at, count() AS rows FROM spans
     WHERE ingested_at > fromUnixTimestamp64Micro({after:Int64}) GROUP BY at ORDER BY at LIMIT 200`,
    { after },
  );
  const slice: Slice = { inserts: [], through: after, rows: 0 };
  for (const insert of found) {
    const rows = Number(insert.rows);
    if (slice.inserts.length > 0 && slice.rows + rows > maxRows) break;
    slice.inserts.push({ at: Number(insert.at), rows });
    slice.through = Number(insert.at);
    slice.rows += rows;
  }
  return slice.inserts.length === 0 ? null : slice;
}

export const readNewSpans = (warehouse: Warehouse, after: number, through: number): Promise<Uint8Array> =>
  warehouse.bytes(newSpansSql, { after, through });

export const readWholeTraces = (
  warehouse: Warehouse,
  workspace: string,
  traces: readonly string[],
  from: number,
): Promise<Uint8Array> => warehouse.bytes(traceSpansSql(hexList(traces)), { workspace, from });

/** What stands in the warehouse for these traces; traces never assembled before are left out. */
export async function readStanding(
  warehouse: Warehouse,
  workspaceId: string,
  traces: readonly string[],
): Promise<(StandingRows & { firstBucket: number })[]> {
  const runs = await warehouse.query<{ trace_id: string; first: number; keys: [number, string][] }>(
    `SELECT trace_id, min(first) AS first, groupArrayIf((b, run_id), NOT gone) AS keys FROM (
       SELECT trace_id, toUnixTimestamp(bucket) AS b, run_id, min(toUnixTimestamp(first_bucket)) AS first, argMax(is_deleted, version) = 1 AS gone
       FROM runs WHERE workspace_id = {workspace:String} AND trace_id IN (${hexList(traces)}) GROUP BY trace_id, b, run_id
     ) GROUP BY trace_id`,
    { workspace: workspaceId },
  );
  if (runs.length === 0) return [];
  const ids = hexList(runs.map((row) => row.trace_id));
  const made = await warehouse.query<{ trace_id: string; keys: [number, string][] }>(
    `SELECT trace_id, groupArrayIf((b, span_id), NOT gone) AS keys FROM (
       SELECT trace_id, toUnixTimestamp(bucket) AS b, span_id, argMax(is_deleted, version) = 1 AS gone
       FROM invocations WHERE workspace_id = {workspace:String} AND trace_id IN (${ids}) GROUP BY trace_id, b, span_id
     ) GROUP BY trace_id`,
    { workspace: workspaceId },
  );
  const invocations = new Map(made.map((row) => [row.trace_id, row.keys]));
  return runs.map((row) => ({
    workspaceId,
    traceId: row.trace_id,
    firstBucket: row.first,
    runs: row.keys.map(([bucket, runId]) => ({ bucket, runId })),
    invocations: (invocations.get(row.trace_id) ?? []).map(([bucket, spanId]) => ({ bucket, spanId })),
  }));
}

/** 140 kB of ids, where the engine parses 256 kB of SQL at most. */
const idsInOneList = 4_000;

/** Traces by workspace, as many at a time as fit one statement. */
export function* listsOf<Trace extends TraceKey>(traces: readonly Trace[]): Generator<[workspaceId: string, Trace[]]> {
  for (const [workspaceId, own] of Map.groupBy(traces, (trace) => trace.workspaceId)) {
    for (let from = 0; from < own.length; from += idsInOneList)
      yield [workspaceId, own.slice(from, from + idsInOneList)];
  }
}

/** Quoted trace ids for an IN list. Throws on anything but 32 hex digits: nothing else may come near a statement. */
export function hexList(traces: readonly string[]): string {
  for (const id of traces) if (!/^[0-9a-f]{32}$/.test(id)) throw new Error(`Not a trace id: ${JSON.stringify(id)}`);
  return traces.map((id) => `'${id}'`).join(',');
}
