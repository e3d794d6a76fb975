import { personOf, readProfile, type Description, type StoredProfile } from './describing.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Db } from '../../../spine/tx.ts';
import type { AgentFile, ApplyAgent } from '../contract-apply.ts';
import type { CreateRelease } from '../contract-releases.ts';
import { manifestFrom } from '../releases/digest.ts';
import { agentColumns, type CatalogAgent } from './find-agent.ts';
import { profileChanges } from '../model/registry/profile-changes.ts';
import { pinnedPrompts } from '../releases/prompts.ts';
import { newestRelease, planRelease, type ReleasePlan } from '../releases/releasing.ts';

/** Whom a file is about and what it asks for, once it is known that the actor may. */
export type Target = { teamId: string; key: string; ownerId: string | undefined; wish: CreateRelease | null };
export type ApplyPlan = {
  agent: CatalogAgent | null;
  base: { profileVersion: number; newestReleaseId: string | null };
  /** null = the file says nothing about it. */
  description: Description | null;
  registry: string[];
  release: { plan: ReleasePlan; wish: CreateRelease } | null;
};

/** Throws `lifecycle.not_found` for a team that is not there, `request.invalid` where none is named, `access.denied`. */
export async function targetOf(ctx: Ctx, input: ApplyAgent): Promise<Target> {
  const { metadata, registry, release } = input.file;
  const teamId = await teamOf(ctx, metadata.team);
  const key = metadata.name;
  authorize(ctx, 'agent.change', { teamId, agent: key });
  if (release !== undefined) authorize(ctx, 'release.create', { teamId, agent: key });
  const ownerId = registry?.owner === undefined ? undefined : await personOf(ctx, registry.owner);
  return { teamId, key, ownerId, wish: await wishOf(ctx, input) };
}

async function teamOf(ctx: Ctx, named: string | undefined): Promise<string> {
  if (named === undefined && ctx.actor.kind === 'key') return ctx.actor.teamId;
  if (named === undefined)
    throw new AppError('request.invalid', {
      fields: [{ path: 'file.metadata.team', message: 'Say which team it is of.' }],
    });
  const teams = ctx.state.db.selectFrom('teams').select('id').where('workspace_id', '=', ctx.workspaceId);
  const team = await teams.where((eb) => eb.or([eb('slug', '=', named), eb('id', '=', named)])).executeTakeFirst();
  if (team === undefined) throw new AppError('lifecycle.not_found', { params: { noun: 'team with this slug or id' } });
  return team.id;
}

/** The agent that a team calls by this name or alias; null = there is none yet. Throws `lifecycle.agent_put_away`. */
export async function agentNamed(
  db: Db,
  ctx: Ctx,
  { teamId, key }: Pick<Target, 'teamId' | 'key'>,
): Promise<CatalogAgent | null> {
  const place = { workspace_id: ctx.workspaceId, team_id: teamId };
  const agents = db
    .selectFrom('agents')
    .select(agentColumns)
    .where((eb) => eb.and(place));
  const alias = db
    .selectFrom('agent_aliases')
    .select('agent_id')
    .where((eb) => eb.and({ ...place, alias: key, service: '' }));
  const agent =
    (await agents.where('id', 'in', alias).executeTakeFirst()) ??
    (await agents.where('key', '=', key).executeTakeFirst());
  if (agent?.putAway != null) throw new AppError('lifecycle.agent_put_away', { params: { why: agent.putAway } });
  return agent ?? null;
}

const blank: StoredProfile = { profile: {}, version: 0, updatedAt: null, updatedBy: null };

/** What would change, and on what that was decided. Preview and act are the same plan. */
export async function planApply(
  db: Db,
  agent: CatalogAgent | null,
  { file, base }: ApplyAgent,
  target: Target,
): Promise<ApplyPlan> {
  const stored = agent === null ? blank : await readProfile(db, agent.id);
  const newest = agent === null ? null : await newestRelease(db, agent.id);
  const { wish } = target;
  const named = agent ?? { id: '', name: target.key };
  if (base !== undefined && base.profileVersion !== stored.version)
    throw new AppError('lifecycle.profile_changed', {
      params: { agent: named.name, version: stored.version, expected: base.profileVersion },
    });
  const plan = wish === null ? null : await planRelease(db, agent, wish);
  return {
    agent,
    base: { profileVersion: stored.version, newestReleaseId: newest?.id ?? null },
    ...registryOf(file, stored, { agent, ownerId: target.ownerId }),
    release: plan === null ? null : { plan, wish: wish! },
  };
}

async function wishOf(ctx: Ctx, { file: { release }, base }: ApplyAgent): Promise<CreateRelease | null> {
  if (release === undefined) return null;
  const { manifest, ...documentation } = release;
  const prompts = await pinnedPrompts(ctx, manifest.prompts ?? []);
  return { ...documentation, manifest: manifestFrom(manifest, prompts), newestId: base?.newestReleaseId };
}

function registryOf(
  { registry }: AgentFile,
  stored: StoredProfile,
  { agent, ownerId }: { agent: CatalogAgent | null; ownerId: string | undefined },
): Pick<ApplyPlan, 'description' | 'registry'> {
  if (registry === undefined) return { description: null, registry: [] };
  const { owner, ...profile } = registry;
  const changes = profileChanges(stored.profile, profile).map((one) => one.sentence);
  const owned = ownerId === undefined || ownerId === agent?.ownerId ? [] : [`Owner: ${owner}`];
  const description = { profile, ...(ownerId !== undefined && { ownerId }) };
  return { description, registry: [...changes, ...owned] };
}
