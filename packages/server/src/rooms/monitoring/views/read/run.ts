import type { Warehouse } from '../../../../ports/warehouse.ts';
import { parseRunId } from '../rows/run-id.ts';
import { runColumns, type RunRow } from '../rows/run-row.ts';

/** A run re-parented more often than this is a ring. */
const maxRedirects = 8;

/**
 * The live row of a run, or of the run it became part of: links to a re-parented run keep working. null when there is none.
 * By trace and without FINAL: the bloom filter leaves a granule or two.
 * @param known the row as it was last seen. Where nothing came after it, which its version tells, it is not read again: its 49 columns cost
 *   the engine twice as much as that question.
 */
export async function readRun(
  warehouse: Warehouse,
  { workspaceId, id, known = null }: { workspaceId: string; id: string; known?: RunRow | null },
): Promise<RunRow | null> {
  if (known !== null) {
    // One that still goes on has most likely changed.
    if (known.state !== 'running' && (await isStill(warehouse, workspaceId, known))) return known;
    const near = await newestRow(warehouse, workspaceId, id, known.bucket_s);
    if (near !== null && near.is_deleted === 0) return near;
  }
  let next = id;
  for (let hop = 0; hop <= maxRedirects && next !== ''; hop++) {
    const row = await newestRow(warehouse, workspaceId, next);
    if (row === null || row.is_deleted === 0) return row;
    next = row.redirect_to;
  }
  return null;
}

/** Is there no later row? A run that moved has left a tombstone in the minute where it was. */
async function isStill(warehouse: Warehouse, workspaceId: string, known: RunRow): Promise<boolean> {
  const sql = `SELECT version FROM runs
    WHERE workspace_id = {workspace:String} AND bucket = toDateTime({bucket:UInt32}) AND trace_id = {trace:String} AND run_id = {run:String}`;
  const params = { workspace: workspaceId, bucket: known.bucket_s, trace: known.trace_id, run: known.run_id };
  const rows = await warehouse.query<{ version: string }>(sql, params);
  return rows.length > 0 && rows.every(({ version }) => BigInt(version) <= BigInt(known.version));
}

/**
 * A run whose start moved has a tombstone in its old bucket: a live row anywhere wins. Sorted here: to have the warehouse pick of these few
 * costs a fifth more.
 */
async function newestRow(
  warehouse: Warehouse,
  workspaceId: string,
  id: string,
  bucket: number | null = null,
): Promise<RunRow | null> {
  const parts = parseRunId(id);
  if (parts === null) return null;
  const sql = `SELECT ${runColumns} FROM runs
    WHERE workspace_id = {workspace:String} AND trace_id = {trace:String} AND run_id = {run:String}
    ${bucket === null ? '' : 'AND bucket = toDateTime({bucket:UInt32})'}`;
  const params = { workspace: workspaceId, trace: parts.traceId, run: id, bucket: bucket ?? 0 };
  const rows = await warehouse.query<RunRow>(sql, params);
  const newest = new Map<number, RunRow>();
  for (const row of rows.sort((a, b) => (BigInt(a.version) < BigInt(b.version) ? 1 : -1)))
    if (!newest.has(row.bucket_s)) newest.set(row.bucket_s, row);
  const [first = null] = newest.values();
  return [...newest.values()].find((row) => row.is_deleted === 0) ?? first;
}
