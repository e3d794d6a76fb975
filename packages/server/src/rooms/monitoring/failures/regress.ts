import type { Warehouse } from '../../../ports/warehouse.ts';
import type { NewEvent } from '../../../spine/events.ts';
import type { Db, Tx } from '../../../spine/tx.ts';
import type { MonitoringTables } from '../tables.ts';
import type { FailureRow } from './failure-row.ts';
import { regresses } from './model/standing.ts';
import { readStates, saidOf } from './read-states.ts';

/** What a resolved group was seen again by. `state_at`: when it was resolved, so that a later word is not written over. */
export type Regression = { row: FailureRow; resolvedAt: Date };

/** Groups that these occurrences bring back, each by the first of them. Nearly always none: then it costs one look at the states. */
export async function findRegressions(
  { db, warehouse }: { db: Db; warehouse: Warehouse },
  workspaceId: string,
  rows: readonly FailureRow[],
): Promise<Regression[]> {
  const states = await readStates(db, workspaceId, [...new Set(rows.map((row) => row.failure_id))]);
  const found = new Map<string, Regression>();
  for (const row of rows) {
    const state = states.get(row.failure_id);
    if (state?.state !== 'resolved' || found.has(row.failure_id)) continue;
    const firstRuns = await firstRunsOf(warehouse, row, [row.release, state.release ?? '']);
    const seen = {
      at: Number(row.start_time / 1_000_000n),
      release: row.release === '' ? null : row.release,
      firstRun: firstRuns.get(row.release) ?? null,
    };
    if (regresses(saidOf(state), seen, firstRuns.get(state.release ?? '') ?? null))
      found.set(row.failure_id, { row, resolvedAt: state.at });
  }
  return [...found.values()];
}

/** When each release of this agent was first run, Unix milliseconds. */
async function firstRunsOf(
  warehouse: Warehouse,
  { workspace_id, team_id, agent }: FailureRow,
  releases: readonly string[],
): Promise<Map<string, number>> {
  const wanted = releases.filter((release) => release !== '');
  if (wanted.length < 2) return new Map();
  const rows = await warehouse.query<{ release: string; first: string }>(
    `SELECT release, toUnixTimestamp64Milli(min(start_time)) AS first FROM runs
     WHERE workspace_id = {workspace:String} AND team_id = {team:String} AND agent = {agent:String}
       AND release IN ({a:String}, {b:String}) AND is_deleted = 0 GROUP BY release`,
    { workspace: workspace_id, team: team_id, agent, a: wanted[0], b: wanted[1] },
  );
  return new Map(rows.map((row) => [row.release, Number(row.first)]));
}

/** Writes them down, where nobody said anything else meanwhile. Returns the events that are owed for it. */
export async function markRegressed(tx: Tx, workspaceId: string, found: readonly Regression[]): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  for (const { row, resolvedAt } of found) {
    const at = new Date(Number(row.start_time / 1_000_000n));
    const { numUpdatedRows } = await tx
      .withTables<MonitoringTables>()
      .updateTable('failure_states')
      .set({ state: 'regressed', at, by_id: follower, before: null, reason: '' })
      .where('workspace_id', '=', workspaceId)
      .where('failure_id', '=', row.failure_id)
      .where('state', '=', 'resolved')
      .where('at', '=', resolvedAt)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) continue;
    const { team_id: teamId, run_id: runId, release } = row;
    events.push({
      type: 'failure.regressed',
      v: 1,
      resource: row.failure_id,
      payload: { teamId, runId, release: release === '' ? null : release },
    });
  }
  return events;
}

/** Who follows the runs, as the ledger names it. */
export const follower = 'monitoring.failures';
