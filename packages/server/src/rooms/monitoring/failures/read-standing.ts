import type { Warehouse } from '../../../ports/warehouse.ts';
import { type ChangedForFailures, idsOf } from './read-changed.ts';

export type StandingFailure = {
  bucket_s: number;
  trace_id: string;
  span_id: string;
  run_id: string;
  team_id: string;
  start_ns: string;
};

/** A run whose start moves further than this back keeps the rows of its old place until they expire. */
const farthest = 8 * 86_400;

/** What was written of these runs before, wherever it is to be put now. */
export async function readStanding(
  warehouse: Warehouse,
  workspaceId: string,
  runs: readonly ChangedForFailures[],
): Promise<StandingFailure[]> {
  const low = Math.max(0, Math.min(...runs.map((run) => run.first_bucket_s || run.bucket_s)) - farthest);
  const rows = await warehouse.query<StandingFailure>(
    `SELECT bucket_s, trace_id, span_id, run_id, team_id, start_ns FROM (
       SELECT toUInt32(bucket) AS bucket_s, trace_id, span_id, run_id, team_id,
         toUnixTimestamp64Nano(start_time) AS start_ns, is_deleted, version
       FROM failures WHERE workspace_id = {workspace:String} AND (bucket >= toDateTime(${low}) OR bucket = toDateTime(0))
         AND trace_id IN (${idsOf(runs.map((run) => run.trace_id))})
       ORDER BY version DESC LIMIT 1 BY bucket, trace_id, span_id, run_id, team_id)
     WHERE is_deleted = 0`,
    { workspace: workspaceId },
  );
  // Not asked there: thousands of ids are a long statement as it is.
  const own = new Set(runs.map((run) => run.run_id));
  return rows.filter((row) => own.has(row.run_id));
}
