import { namesOfPeople } from '../../../access/index.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { AgentRecord } from '../contract-agents.ts';
import { readProfile } from '../registry/describing.ts';
import { findAgent } from '../registry/find-agent.ts';
import { riskClass } from '../model/registry/risk-class.ts';

/** What people say about an agent. `id`: id, slug, or a slug it had. Throws `lifecycle.not_found`. */
export async function getRecord(ctx: Ctx, id: string): Promise<AgentRecord> {
  const agent = await findAgent(ctx, id);
  const { profile, version, updatedAt, updatedBy } = await readProfile(ctx.state.db, agent.id);
  const { ownerId } = agent;
  const name = ownerId === null ? null : ((await namesOfPeople(ctx, [ownerId])).get(ownerId) ?? ownerId);
  return {
    ...{ agentId: agent.id, slug: agent.slug, name: agent.name, key: agent.key, teamId: agent.teamId },
    owner: ownerId === null ? null : { id: ownerId, name: name! },
    ...{ profile, riskClass: riskClass(profile), version, updatedBy },
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}
