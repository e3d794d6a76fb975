import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Run } from '../contract.ts';
import { visibleRun } from './read/visible-run.ts';
import { runColumns, runOf, type RunRow } from './rows/run-row.ts';
import { sees, sightOf } from './sight.ts';

const most = 50;

/** Other runs of the trace of a run, earliest first, at most 50: without their text. Throws `monitoring.run_not_found`. */
export async function siblingRuns(ctx: Ctx, warehouse: Warehouse, input: { id: string }): Promise<Run[]> {
  authorize(ctx, 'run.read', 'anywhere');
  const { row } = await visibleRun(ctx, warehouse, input.id);
  const { runs } = sightOf(ctx);
  // A run that moved has a tombstone under its old minute, so that the newest row of each minute counts.
  const sql = `SELECT ${runColumns} FROM runs
    WHERE workspace_id = {workspace:String} AND trace_id = {trace:String} AND run_id != {run:String}
    ORDER BY version DESC LIMIT 1 BY run_id, bucket LIMIT 1000`;
  const params = { workspace: ctx.workspaceId, trace: row.trace_id, run: row.run_id };
  const rows = await warehouse.query<RunRow>(sql, params);
  return rows
    .filter((one) => one.is_deleted === 0 && sees(runs, one))
    .sort((a, b) => (BigInt(a.start_ns) < BigInt(b.start_ns) ? -1 : 1))
    .slice(0, most)
    .map((one) => runOf(one, false));
}
