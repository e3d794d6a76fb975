import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { Run } from '../../contract.ts';
import { runColumns, runOf, type RunRow } from '../rows/run-row.ts';

/** Where a reader of the facts stands. `version`: 64 bits in text. */
export type FactsPosition = { version: string; runId: string };

/** A run as it now is, or that it is no more: deleted, perhaps part of another run. Never any text of a conversation. */
export type ChangedRun = {
  runId: string;
  version: string;
  deleted: boolean;
  redirectTo: string | null;
  /** False where the telemetry does not match its key: no evidence for rollouts, limits or budgets. */
  bound: boolean;
  run: Run;
};

/**
 * Runs written after a position, in order of (version, run id), at most `limit` (≤ 1,000) of them. A run changed twice
 * may come once, with its newest state: the feed says what is, not each step to it. Empty = caught up.
 */
export async function changedRuns(
  warehouse: Warehouse,
  workspaceId: string,
  after: FactsPosition | null,
  limit: number,
): Promise<ChangedRun[]> {
  // A run whose start moved has a tombstone in its old minute under the same version: the live row goes before it.
  const sql = `SELECT ${runColumns} FROM runs
    WHERE workspace_id = {workspace:String} AND version >= {version:UInt64}
      AND (version > {version:UInt64} OR run_id > {run:String})
    ORDER BY version, run_id, is_deleted LIMIT 1 BY version, run_id LIMIT {limit:UInt32}`;
  const rows = await warehouse.query<RunRow>(sql, {
    workspace: workspaceId,
    version: after?.version ?? '0',
    run: after?.runId ?? '',
    limit: Math.min(1000, limit),
  });
  return rows.map((row) => ({
    runId: row.run_id,
    version: row.version,
    deleted: row.is_deleted === 1,
    redirectTo: row.redirect_to === '' ? null : row.redirect_to,
    bound: row.bound,
    run: runOf(row, false),
  }));
}
