import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { ScoreRow } from '../rows/score-row.ts';
import { teamFilter, teamParams, type Teams } from '../sight.ts';
import { inWindow, type TraceWindow, windowParams } from './window.ts';

const most = 1_000;

/**
 * Scores of a run, of its steps and of its conversation, newest 1,000; of several events about one score the last by its
 * sender's clock. What is said of a trace as a whole holds for each of its runs.
 */
export async function readScores(
  warehouse: Warehouse,
  window: TraceWindow,
  of: { runId: string; conversation: string; teams: Teams },
): Promise<ScoreRow[]> {
  const elsewhere = `SELECT span_id FROM (SELECT * FROM steps WHERE ${inWindow} ORDER BY version DESC LIMIT 1 BY span_id, team_id, start_time)
    WHERE counted AND run_id != {run:String}`;
  const sql = `SELECT score_id, team_id, span_id, trace_id, name, data_type, number, label, comment, source,
      toString(toUnixTimestamp64Nano(at)) AS at_ns
    FROM scores
    WHERE workspace_id = {workspace:String} AND ${teamFilter(of.teams)}
      AND (trace_id = {trace:String} AND (span_id = '' OR span_id NOT IN (${elsewhere}))
        OR trace_id = '' AND {conversation:String} != '' AND conversation_id = {conversation:String})
    ORDER BY version DESC, score_id LIMIT 1 BY score_id, team_id LIMIT ${most}`;
  const params = { ...windowParams(window), ...teamParams(of.teams), run: of.runId, conversation: of.conversation };
  return warehouse.query<ScoreRow>(sql, params);
}
