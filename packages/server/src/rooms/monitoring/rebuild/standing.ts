import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Handled, Insert } from '../../../spine/handled-inserts.ts';
import { newSpansSql, traceSpansSql } from './span-reading.ts';
import type { StandingRows, TraceKey } from './assembler-protocol.ts';

/** Reads of the assembly. Trace ids are inlined, since thousands of them do not fit a URL: they are hex by then. */

/** Inserts in order of their moment, and the sum of their rows. */
export type Slice = { inserts: Insert[]; rows: number };

/** The first of these inserts that are not handled, as many as stay below `maxRows` (at least one); null where all are. */
export function sliceOf(found: readonly Insert[], handled: Handled, maxRows: number): Slice | null {
  const slice: Slice = { inserts: [], rows: 0 };
  for (const insert of found) {
    if (handled.has(insert)) continue;
    if (slice.inserts.length > 0 && slice.rows + insert.rows > maxRows) break;
    slice.inserts.push(insert);
    slice.rows += insert.rows;
  }
  return slice.inserts.length === 0 ? null : slice;
}

const insertsAtOnce = 200;

/** The inserts that the warehouse shows and that are not handled. */
export async function findSlice(warehouse: Warehouse, handled: Handled, maxRows: number): Promise<Slice | null> {
  const found = await warehouse.query<{ at: string; rows: string }>(
    `SELECT toUnixTimestamp64Micro(ingested_at) AS at, count() AS rows FROM spans
     WHERE ingested_at > fromUnixTimestamp64Micro({low:Int64}) GROUP BY at ORDER BY at LIMIT {limit:UInt32}`,
    { low: handled.low, limit: handled.size + insertsAtOnce },
  );
  const inserts = found.map(({ at, rows }) => ({ at: Number(at), rows: Number(rows) }));
  return sliceOf(inserts, handled, maxRows);
}

/** All rows of these inserts. */
export const readNewSpans = (warehouse: Warehouse, inserts: readonly Insert[]): Promise<Uint8Array> =>
  warehouse.bytes(newSpansSql(inserts.map(({ at }) => at)));

export const readWholeTraces = (
  warehouse: Warehouse,
  workspace: string,
  traces: readonly string[],
  from: number,
): Promise<Uint8Array> => warehouse.bytes(traceSpansSql(hexList(traces)), { workspace, from });

/** `spans`: how many it was last made of. */
export type StandingTrace = StandingRows & { firstBucket: number; spans: number };

/** What stands in the warehouse for these traces; traces never assembled before are left out. */
export async function readStanding(
  warehouse: Warehouse,
  workspaceId: string,
  traces: readonly string[],
): Promise<StandingTrace[]> {
  const runs = await warehouse.query<{ trace_id: string; first: number; keys: [number, string][]; spans: string }>(
    `SELECT trace_id, min(first) AS first, groupArrayIf((b, run_id), NOT gone) AS keys, sumIf(toUInt64(n), NOT gone) AS spans FROM (
       SELECT trace_id, toUnixTimestamp(bucket) AS b, run_id, min(toUnixTimestamp(first_bucket)) AS first, argMax(is_deleted, version) = 1 AS gone,
         argMax(steps, version) AS n
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
    spans: Number(row.spans),
    runs: row.keys.map(([bucket, runId]) => ({ bucket, runId })),
    invocations: (invocations.get(row.trace_id) ?? []).map(([bucket, spanId]) => ({ bucket, spanId })),
  }));
}

/** 140 kB of ids, where the engine parses 256 kB of SQL at most. */
const idsInOneList = 4_000;

/** What a trace may have at most to be read whole: rows, and bytes of their texts. */
export type LargestTrace = { rows: number; bytes: number };

/** Which of these traces of one workspace have more. */
export async function findTooLarge(
  warehouse: Warehouse,
  workspaceId: string,
  traces: readonly string[],
  largest: LargestTrace,
): Promise<string[]> {
  const rows = await warehouse.query<{ trace_id: string }>(
    `SELECT trace_id FROM spans WHERE workspace_id = {workspace:String} AND trace_id IN (${hexList(traces)}) GROUP BY trace_id
     HAVING count() > {rows:UInt64} OR sum(byteSize(name, tags, input_preview, output_preview, conversation_id, user_id)) > {bytes:UInt64}`,
    { workspace: workspaceId, ...largest },
  );
  return rows.map((row) => row.trace_id);
}

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
