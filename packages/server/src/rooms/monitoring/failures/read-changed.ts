import type { Warehouse } from '../../../ports/warehouse.ts';
import type { FactsPosition } from '../views/feed/changed-runs.ts';

/** Of a changed run what its failures carry; texts are empty where there can be none. Times in Unix seconds and nanoseconds. */
export type ChangedForFailures = {
  run_id: string;
  version: string;
  is_deleted: 0 | 1;
  team_id: string;
  trace_id: string;
  span_id: string;
  name: string;
  agent: string;
  release: string;
  environment: string;
  user_id: string;
  conversation_id: string;
  outcome: string;
  refused: boolean;
  errors: number;
  bucket_s: number;
  first_bucket_s: number;
  start_ns: string;
  last_end_s: number;
};

/** Most runs go well: what is not needed of them is not sent. */
const texts = ['span_id', 'name', 'agent', 'release', 'environment', 'user_id', 'conversation_id']
  .map((name) => `if(errors > 0 OR refused OR outcome = 'failed', ${name}, '') AS ${name}`)
  .join(', ');

/** As `changedRuns`: after a position, in order of (version, run id). */
export const readChanged = (
  warehouse: Warehouse,
  workspaceId: string,
  after: FactsPosition | null,
  limit: number,
): Promise<ChangedForFailures[]> =>
  warehouse.query<ChangedForFailures>(
    `SELECT run_id, version, is_deleted, team_id, trace_id, ${texts}, outcome, refused, errors,
       toUInt32(bucket) AS bucket_s, toUInt32(first_bucket) AS first_bucket_s,
       toUnixTimestamp64Nano(start_time) AS start_ns,
       toUInt32(greatest(0, least(4294967295, intDiv(toUnixTimestamp64Nano(last_end), 1000000000)))) AS last_end_s
     FROM runs WHERE workspace_id = {workspace:String} AND version >= {version:UInt64}
       AND (version > {version:UInt64} OR run_id > {run:String})
     ORDER BY version, run_id, is_deleted LIMIT 1 BY version, run_id LIMIT {limit:UInt32}`,
    { workspace: workspaceId, version: after?.version ?? '0', run: after?.runId ?? '', limit },
  );

/** May there be a failure in it? */
export const mayFail = (run: ChangedForFailures): boolean =>
  run.is_deleted === 0 && (run.errors > 0 || run.refused || run.outcome === 'failed');

/** Rows of the traces of these runs: the bounds of their minutes, and the ids as SQL. */
export function tracesOf(runs: readonly ChangedForFailures[]): string {
  const believed = runs.filter((run) => run.first_bucket_s > 0);
  const low = Math.max(0, Math.min(...believed.map((run) => run.first_bucket_s)) - minute);
  const high = Math.min(never, Math.max(...believed.map((run) => run.last_end_s)) + minute);
  const minutes = believed.length === 0 ? '' : `bucket BETWEEN toDateTime(${low}) AND toDateTime(${high}) OR `;
  return `trace_id IN (${idsOf(runs.map((run) => run.trace_id))}) AND (${minutes}bucket = toDateTime(0))`;
}

/** A bucket is where its minute begins. */
const minute = 60;
const never = 4_294_967_295;

/** Ids of clients: quoted, whatever is in them. */
export const idsOf = (ids: readonly string[]): string =>
  [...new Set(ids)].map((id) => `'${id.replace(/[\\']/g, '\\$&')}'`).join(', ');
