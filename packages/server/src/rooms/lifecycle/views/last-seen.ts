import type { Warehouse } from '../../../ports/warehouse.ts';

/** `<team> <key>`. */
export const seenKey = (teamId: string, key: string): string => `${teamId} ${key}`;

const tier = (
  table: string,
  bound: string,
): string => `SELECT team_id, agent, max(last_start) AS last FROM ${table} FINAL
  WHERE workspace_id = {workspace:String} AND invocations > 0 ${bound} GROUP BY team_id, agent`;

/** When each agent last ran, however long ago, from the rollups: an hour may be missing that is not closed yet. */
export async function lastSeen(
  warehouse: Warehouse,
  workspaceId: string,
  agents: readonly { teamId: string; key: string }[],
): Promise<Map<string, string>> {
  if (agents.length === 0) return new Map();
  const rows = await warehouse.query<{ team: string; agent: string; at: string }>(
    `SELECT team_id AS team, agent, toUnixTimestamp64Milli(max(last)) AS at FROM (
      ${tier('agents_1d', '')} UNION ALL ${tier('agents_1h', "AND bucket >= now('UTC') - 172800")}
      UNION ALL ${tier('agents_1m', "AND bucket >= now('UTC') - 10800")})
     WHERE agent IN {keys:Array(String)} GROUP BY team, agent`,
    { workspace: workspaceId, keys: agents.map((one) => one.key) },
  );
  return new Map(rows.map(({ team, agent, at }) => [seenKey(team, agent), new Date(Number(at)).toISOString()]));
}
