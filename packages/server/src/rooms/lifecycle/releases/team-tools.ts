import { sql } from 'kysely';
import { authorize } from '../../../spine/authorize.ts';
import type { ToolsOf } from '../../prompts/index.ts';
import { lifecycleDb } from '../tables.ts';

/** Of the newest release of each agent, and of what agents are described with. */
export const teamTools: ToolsOf = async (ctx, teamId) => {
  authorize(ctx, 'prompt.read', { teamId });
  const db = lifecycleDb(ctx.state.db);
  const { rows } = await sql<{ manifest: string }>`
    select distinct on (r.agent_id) r.manifest from releases r join agents a on a.id = r.agent_id
    where r.workspace_id = ${ctx.workspaceId} and a.team_id = ${teamId} and a.put_away is null
    order by r.agent_id, r.number desc limit 500`.execute(db);
  const profiles = await db
    .selectFrom('agent_profiles as p')
    .innerJoin('agents as a', 'a.id', 'p.agent_id')
    .select('p.profile')
    .where('p.workspace_id', '=', ctx.workspaceId)
    .where('a.team_id', '=', teamId)
    .limit(500)
    .execute();
  const released = rows.map((one) => (JSON.parse(one.manifest) as { tools?: { name: string }[] }).tools);
  const described = profiles.map((one) => (JSON.parse(one.profile) as { tools?: string[] }).tools);
  const said = [...released, ...described].filter((one) => one !== undefined);
  if (said.length === 0) return null;
  return new Set(said.flat().map((one) => (typeof one === 'string' ? one : one.name)));
};
