import { nameOfPerson, personIdOf } from '../../../access/index.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Unit } from '../../../spine/ledger/change.ts';
import type { Db, Tx } from '../../../spine/tx.ts';
import { requestReassembly } from '../../monitoring/index.ts';
import { AgentProfile } from '../contract-agents.ts';
import { agentColumns, type CatalogAgent } from './find-agent.ts';
import { profileChanges } from '../model/registry/profile-changes.ts';
import { lifecycleDb, lifecycleTx } from '../tables.ts';

export type StoredProfile = {
  profile: AgentProfile;
  version: number;
  updatedAt: Date | null;
  updatedBy: string | null;
};
/** `ownerId` or `profile` left out = stays; `expected`: the version it was decided on, another one throws. */
export type Description = { profile?: AgentProfile; ownerId?: string | null; expected?: number };

/** What is said about an agent now; version 0 where nobody has said anything. */
export async function readProfile(db: Db, agentId: string): Promise<StoredProfile> {
  const profiles = lifecycleDb(db).selectFrom('agent_profiles').selectAll().where('agent_id', '=', agentId);
  const row = await profiles.executeTakeFirst();
  if (row === undefined) return { profile: {}, version: 0, updatedAt: null, updatedBy: null };
  const profile = AgentProfile.parse(JSON.parse(row.profile));
  return { profile, version: row.version, updatedAt: row.updated_at, updatedBy: row.updated_by };
}

/** The agent, which nobody else changes until the end of the transaction. Throws where it stands in no list any more. */
export async function lockAgent(tx: Tx, ctx: Ctx, id: string): Promise<CatalogAgent> {
  const rows = tx.selectFrom('agents').select(agentColumns).where('workspace_id', '=', ctx.workspaceId);
  const agent = await rows.where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  if (agent.putAway !== null) throw new AppError('lifecycle.agent_put_away', { params: { why: agent.putAway } });
  return agent;
}

/** Writes what is said about a locked agent, with its events. Nothing that is so already is written. Throws `lifecycle.profile_changed`. */
export async function describe({ tx, append }: Unit, ctx: Ctx, agent: CatalogAgent, to: Description): Promise<void> {
  const { profile: before, version } = await readProfile(tx, agent.id);
  const { profile = before, ownerId = agent.ownerId, expected = version } = to;
  if (expected !== version)
    throw new AppError('lifecycle.profile_changed', { params: { agent: agent.name, version, expected } });
  const changes = profileChanges(before, profile);
  if (changes.length === 0 && ownerId === agent.ownerId) return;
  const now = new Date(ctx.clock.now());
  const values = { version: version + 1, profile: JSON.stringify(profile), updated_by: ctx.actor.id, updated_at: now };
  await lifecycleTx(tx)
    .insertInto('agent_profiles')
    .values({ ...values, agent_id: agent.id, workspace_id: ctx.workspaceId })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(values))
    .execute();
  const side = (of: 'before' | 'after') => Object.fromEntries(changes.map((one) => [one.field, one[of]]));
  const payload = { teamId: agent.teamId, version: version + 1, before: side('before'), after: side('after') };
  if (changes.length > 0) append({ type: 'agent.described', v: 1, resource: agent.id, payload });
  if (ownerId !== agent.ownerId) await changeOwner({ tx, append }, ctx, agent, ownerId);
}

/** Somebody who owns it also says that its name is this team's own. */
async function changeOwner({ tx, append }: Unit, ctx: Ctx, agent: CatalogAgent, ownerId: string | null): Promise<void> {
  const { id, teamId, key, sameNameAs } = agent;
  await tx
    .updateTable('agents')
    .set({ owner_id: ownerId, ...(ownerId !== null && { same_name_as: null }) })
    .where('id', '=', id)
    .execute();
  if (ownerId !== null && sameNameAs !== null)
    await requestReassembly(tx, ctx.workspaceId, { column: 'agent', teamId, values: [key] });
  const payload = { teamId, before: agent.ownerId, after: ownerId };
  append({ type: 'agent.owner_named', v: 1, resource: id, payload });
}

/** Id of a person by id or e-mail address; throws `lifecycle.not_found`. */
export async function personOf(ctx: Ctx, idOrEmail: string): Promise<string> {
  const id = idOrEmail.includes('@') ? await personIdOf(ctx, idOrEmail) : idOrEmail;
  if (id === null || (await nameOfPerson(ctx, id)) === null)
    throw new AppError('lifecycle.not_found', { params: { noun: 'person with this id or address' } });
  return id;
}
