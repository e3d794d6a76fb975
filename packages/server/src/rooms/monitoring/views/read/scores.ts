import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { ScoreRow } from '../rows/score-row.ts';
import type { TraceWindow } from './window.ts';

/** Of all teams; those of teams that the reader does not see are left out afterwards. */
const most = 10_000;

/**
 * Scores of a trace, of its steps and of a conversation, by any team, newest 10,000; of several events about one score the last by
 * its sender's clock. What is said of a trace as a whole holds for each of its runs.
 */
export async function readScores(
  warehouse: Warehouse,
  { workspaceId, traceId }: TraceWindow,
  conversation: string,
): Promise<ScoreRow[]> {
  const sql = `SELECT score_id, team_id, span_id, trace_id, name, data_type, number, label, comment, source,
      toString(toUnixTimestamp64Nano(at)) AS at_ns
    FROM scores
    WHERE workspace_id = {workspace:String} AND (trace_id = {trace:String} OR trace_id = '' AND {conversation:String} != '' AND conversation_id = {conversation:String})
    ORDER BY version DESC, score_id LIMIT 1 BY score_id, team_id LIMIT ${most}`;
  return warehouse.query<ScoreRow>(sql, { workspace: workspaceId, trace: traceId, conversation });
}
