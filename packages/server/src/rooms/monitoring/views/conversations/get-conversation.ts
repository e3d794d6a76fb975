import type { Warehouse } from '../../../../ports/warehouse.ts';
import { type AgentTold, agentsOfConversation, agentsOfRuns } from '../rows/agents-told.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { AppError } from '../../../../spine/errors.ts';
import type { Run } from '../../contract.ts';
import type { Conversation } from '../../contract-conversations.ts';
import { runColumns, runOf, type RunRow } from '../rows/run-row.ts';
import { placeFilter, sees, sightOf } from '../sight.ts';
import { conversationColumns, conversationOf, type ConversationRow } from './conversation-row.ts';

/** The run that a page ended with: its start in Unix nanoseconds, its id. */
export type TurnPosition = readonly [startNs: string, runId: string];
/** `agents`: whose texts it holds. */
type ConversationFound = { conversation: Conversation; runs: Run[]; agents: AgentTold[]; next: TurnPosition | null };
type Asked = { teamId: string; id: string; limit: number; after: TurnPosition | null };

const settings = { do_not_merge_across_partitions_select_final: 1 };

/** One conversation with its visible runs in the order of their starts. Throws `monitoring.conversation_not_found`. */
export async function getConversation(ctx: Ctx, warehouse: Warehouse, asked: Asked): Promise<ConversationFound> {
  authorize(ctx, 'run.read', 'anywhere');
  const { teamId, id, limit, after } = asked;
  const sight = sightOf(ctx);
  const visible = placeFilter(sight.runs);
  const where = `workspace_id = {workspace:String} AND team_id = {team:String} AND conversation_id = {id:String}
    AND ${visible.where} AND is_deleted = 0`;
  const params = { workspace: ctx.workspaceId, team: teamId, id, ...visible.params };
  const further =
    after === null ? '' : 'AND (start_time, run_id) > (fromUnixTimestamp64Nano({startNs:Int64}), {runId:String})';
  const position = after === null ? {} : { startNs: after[0], runId: after[1] };
  const [[summary], rows] = await Promise.all([
    id === ''
      ? []
      : warehouse.query<ConversationRow>(
          `SELECT ${conversationColumns} FROM runs FINAL WHERE ${where} GROUP BY team_id, conversation_id`,
          params,
          { settings },
        ),
    warehouse.query<RunRow>(
      `SELECT ${runColumns} FROM runs FINAL WHERE ${where} ${further} ORDER BY start_time, run_id LIMIT {limit:UInt32}`,
      { ...params, ...position, limit: limit + 1 },
      { settings },
    ),
  ]);
  if (summary === undefined) throw new AppError('monitoring.conversation_not_found');
  const last = rows[limit - 1];
  const runs = rows.slice(0, limit).map((row) => runOf(row, sees(sight.content, row)));
  return {
    conversation: conversationOf(summary, sight.content),
    runs,
    agents: [...agentsOfConversation(summary, sight.content), ...agentsOfRuns(runs)],
    next: rows.length > limit && last !== undefined ? [last.start_ns, last.run_id] : null,
  };
}
