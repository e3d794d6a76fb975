import type { Warehouse } from '../../../../ports/warehouse.ts';
import { parseRunId } from '../rows/run-id.ts';
import { runColumns, type RunRow } from '../rows/run-row.ts';

/** A run re-parented more often than this is a ring. */
const maxRedirects = 8;

/**
 * The live row of a run, or of the run it became part of: links to a re-parented run keep working. null when there is none.
 * By trace and without FINAL: the bloom filter leaves a granule or two, and the newest row of each bucket is picked here.
 */
export async function readRun(warehouse: Warehouse, workspaceId: string, id: string): Promise<RunRow | null> {
  let next = id;
  for (let hop = 0; hop <= maxRedirects && next !== ''; hop++) {
    const row = await newestRow(warehouse, workspaceId, next);
    if (row === null || row.is_deleted === 0) return row;
    next = row.redirect_to;
  }
  return null;
}

/** A run whose start moved has a tombstone in its old bucket: a live row anywhere wins. */
async function newestRow(warehouse: Warehouse, workspaceId: string, id: string): Promise<RunRow | null> {
  const parts = parseRunId(id);
  if (parts === null) return null;
  const sql = `SELECT ${runColumns} FROM runs
    WHERE workspace_id = {workspace:String} AND trace_id = {trace:String} AND run_id = {run:String}
    ORDER BY version DESC LIMIT 1 BY bucket`;
  const rows = await warehouse.query<RunRow>(sql, { workspace: workspaceId, trace: parts.traceId, run: id });
  return rows.find((row) => row.is_deleted === 0) ?? rows[0] ?? null;
}
