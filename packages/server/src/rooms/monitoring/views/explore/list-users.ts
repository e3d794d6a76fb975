import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { ListedUser, UserListQuery } from '../../contract-explorer.ts';
import { runFilter } from '../read/run-filter.ts';
import { isoOfNs } from '../rows/time.ts';
import { sightOf } from '../sight.ts';
import { lastDays } from '../totals/range.ts';

/** The user that a page ended with: start of the last run in Unix nanoseconds, team, id. */
export type UserPosition = readonly [lastNs: string, teamId: string, user: string];

type Row = {
  team_id: string;
  user_id: string;
  all_runs: string;
  talks: string;
  first_ns: string;
  last_ns: string;
  seen_agents: string[];
  outcomes: [string, string, string, string, string];
  all_errors: string;
  input: string | null;
  output: string | null;
  cost: string | null;
  uncosted: string;
};

const settings = { do_not_merge_across_partitions_select_final: 1 };

/** New names throughout: an alias that equals a column would replace it in WHERE. */
const columns = `team_id, user_id, count() AS all_runs, uniqExactIf(conversation_id, conversation_id != '') AS talks,
  toUnixTimestamp64Nano(min(start_time)) AS first_ns, toUnixTimestamp64Nano(max(start_time)) AS last_ns,
  arraySort(groupUniqArray(20)(agent)) AS seen_agents,
  (countIf(outcome = 'completed'), countIf(outcome = 'failed'), countIf(outcome = 'passed_to_person'),
    countIf(outcome = 'abandoned'), countIf(outcome = 'unknown')) AS outcomes,
  sum(errors) AS all_errors, sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost_nano_usd) AS cost,
  countIf(cost_nano_usd IS NULL) AS uncosted`;

/** Who the agents worked for within the range (by default the last 30 days), the one last served first. Figures are of visible runs. */
export async function listUsers(
  ctx: Ctx,
  warehouse: Warehouse,
  { query, after }: { query: UserListQuery; after: UserPosition | null },
): Promise<{ items: ListedUser[]; next: UserPosition | null }> {
  authorize(ctx, 'run.read', 'anywhere');
  const { limit, cursor: _, ...of } = query;
  const filter = runFilter(ctx.workspaceId, sightOf(ctx), { ...of, ...lastDays(30, of, ctx.clock.now()) });
  const further =
    after === null
      ? ''
      : 'HAVING (-toInt64(last_ns), team_id, user_id) > (-{lastNs:Int64}, {afterTeam:String}, {afterUser:String})';
  const sql = `SELECT ${columns} FROM runs FINAL WHERE ${filter.where} AND user_id != '' AND is_deleted = 0
    GROUP BY team_id, user_id ${further} ORDER BY last_ns DESC, team_id, user_id LIMIT {limit:UInt32}`;
  const position = after === null ? {} : { lastNs: after[0], afterTeam: after[1], afterUser: after[2] };
  const rows = await warehouse.query<Row>(sql, { ...filter.params, ...position, limit: limit + 1 }, { settings });
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map(userOf),
    next: rows.length > limit && last !== undefined ? [last.last_ns, last.team_id, last.user_id] : null,
  };
}

function userOf(row: Row): ListedUser {
  const [completed = 0, failed = 0, passedToPerson = 0, abandoned = 0, unknown = 0] = row.outcomes.map(Number);
  return {
    teamId: row.team_id,
    user: row.user_id,
    runs: Number(row.all_runs),
    conversations: Number(row.talks),
    firstAt: isoOfNs(row.first_ns),
    lastAt: isoOfNs(row.last_ns),
    agents: row.seen_agents,
    outcomes: { completed, failed, passedToPerson, abandoned, unknown },
    errors: Number(row.all_errors),
    inputTokens: numberOf(row.input),
    outputTokens: numberOf(row.output),
    costUsd: row.cost === null ? null : Number(row.cost) / 1e9,
    unknownCostRuns: Number(row.uncosted),
  };
}

const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));
