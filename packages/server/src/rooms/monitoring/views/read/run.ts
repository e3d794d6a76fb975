import type { Warehouse } from '../../../../ports/warehouse.ts';
import { parseRunId } from '../rows/run-id.ts';
import { runColumns, type RunRow } from '../rows/run-row.ts';

/** A run re-parented more often than this is a ring. */
const maxRedirects = 8;

/**
 * The live row of a run, or of the run it became part of: links to a re-parented run keep working. null when there is none.
 * By trace and without FINAL: the bloom filter leaves a granule or two.
 * @param bucket minute (Unix seconds) under which it was last seen, which spares looking through all of them: a run that moved has left a
 *   tombstone there.
 */
export async function readRun(
  warehouse: Warehouse,
  { workspaceId, id, bucket }: { workspaceId: string; id: string; bucket: number | null },
): Promise<RunRow | null> {
  if (bucket !== null) {
    const near = await newestRow(warehouse, workspaceId, id, bucket);
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
