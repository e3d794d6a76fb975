import type { Warehouse } from '../../../../ports/warehouse.ts';
import { type AgentTold, agentsOfConversation } from '../rows/agents-told.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Conversation, ConversationListQuery } from '../../contract-conversations.ts';
import { RunListQuery } from '../../contract.ts';
import { runFilter } from '../read/run-filter.ts';
import { sightOf } from '../sight.ts';
import { lastDays } from '../totals/range.ts';
import { conversationColumns, conversationOf, type ConversationRow } from './conversation-row.ts';

/** The conversation that a page ended with: start of its last run in Unix nanoseconds, team, id. */
export type ConversationPosition = readonly [lastNs: string, teamId: string, id: string];
/** `agents`: whose texts it holds. */
type ConversationsFound = { items: Conversation[]; agents: AgentTold[]; next: ConversationPosition | null };

const settings = { do_not_merge_across_partitions_select_final: 1 };

/**
 * Conversations with visible runs within the range (by default the last 30 days), the one that was last taken up first.
 * Figures are of those runs. One that goes on meanwhile moves to the front.
 */
export async function listConversations(
  ctx: Ctx,
  warehouse: Warehouse,
  { query, after }: { query: ConversationListQuery; after: ConversationPosition | null },
): Promise<ConversationsFound> {
  authorize(ctx, 'run.read', 'anywhere');
  const sight = sightOf(ctx);
  const { limit, cursor: _, ...filters } = query;
  const runs = RunListQuery.parse({ ...filters, ...lastDays(30, query, ctx.clock.now()) });
  const filter = runFilter(ctx.workspaceId, sight, runs);
  const further =
    after === null
      ? ''
      : 'HAVING (-toInt64(last_ns), team_id, conversation_id) > (-{lastNs:Int64}, {team:String}, {id:String})';
  const sql = `SELECT ${conversationColumns} FROM runs FINAL
    WHERE ${filter.where} AND conversation_id != '' AND is_deleted = 0
    GROUP BY team_id, conversation_id ${further}
    ORDER BY last_ns DESC, team_id, conversation_id LIMIT {limit:UInt32}`;
  const position = after === null ? {} : { lastNs: after[0], team: after[1], id: after[2] };
  const params = { ...filter.params, ...position, limit: limit + 1 };
  const rows = await warehouse.query<ConversationRow>(sql, params, { settings });
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map((row) => conversationOf(row, sight.content)),
    agents: rows.slice(0, limit).flatMap((row) => agentsOfConversation(row, sight.content)),
    next: rows.length > limit && last !== undefined ? [last.last_ns, last.team_id, last.conversation_id] : null,
  };
}
