import { sql } from 'kysely';
import { namesOfPeople } from '../../../access/index.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { AgentHistory } from '../contract.ts';
import { findAgent, seenEnvironments } from '../registry/find-agent.ts';
import { lifecycleDb } from '../tables.ts';

const most = 200;

/** What was done to an agent, from the ledger, newest first; of deployments and sign-offs those where the actor sees the agent. */
export async function agentHistory(ctx: Ctx, id: string): Promise<AgentHistory> {
  const agent = await findAgent(ctx, id);
  const changes = lifecycleDb(ctx.state.db)
    .selectFrom('name_changes')
    .select('id')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('team_id', '=', agent.teamId)
    .where('agent_ids', 'like', `%"${agent.id}"%`);
  const releases = lifecycleDb(ctx.state.db).selectFrom('releases').select('id').where('agent_id', '=', agent.id);
  const seen = seenEnvironments(ctx, agent);
  const place = sql<string | null>`ledger_payloads.payload::json ->> 'environment'`;
  const rows = await lifecycleDb(ctx.state.db)
    .selectFrom('ledger')
    .leftJoin('ledger_payloads', 'ledger_payloads.event_id', 'ledger.event_id')
    .select(['seq', 'time', 'actor', 'type', 'payload'])
    .where('ledger.workspace_id', '=', ctx.workspaceId)
    .where((eb) =>
      eb.or([eb('resource', '=', agent.id), eb('resource', 'in', changes), eb('resource', 'in', releases)]),
    )
    .$if(seen !== 'all', (query) =>
      query.where((eb) => eb.or([eb(place, 'is', null), sql<boolean>`${place} = any(${seen})`])),
    )
    .orderBy('seq', 'desc')
    .limit(most)
    .execute();
  const names = await namesOfPeople(
    ctx,
    rows.map((row) => row.actor),
  );
  return {
    items: rows.map(({ seq, time, actor, type, payload }) => ({
      ...{ seq: Number(seq), time, actor, actorName: names.get(actor) ?? null, type },
      payload: payload === null ? null : (JSON.parse(payload) as unknown),
    })),
  };
}
