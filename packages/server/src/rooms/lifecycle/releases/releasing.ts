import type { Selectable } from 'kysely';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import type { Unit } from '../../../spine/ledger/change.ts';
import type { Seal } from '../../../spine/seal.ts';
import type { Db } from '../../../spine/tx.ts';
import { type CreateRelease, ReleaseManifest } from '../contract-releases.ts';
import { digestOf } from './digest.ts';
import type { CatalogAgent } from '../registry/find-agent.ts';
import type { Change } from '../model/release/change.ts';
import { diffManifests, widestPart } from '../model/release/diff.ts';
import { compareVersions, nextVersion } from '../model/release/version.ts';
import { signRelease } from './signing.ts';
import { lifecycleDb, lifecycleTx, type LifecycleTables } from '../tables.ts';

export type ReleaseRow = Selectable<LifecycleTables['releases']>;
/** What making a release comes to. `existing`: the manifest is one already, nothing is to be made. */
export type ReleasePlan = {
  existing: ReleaseRow | null;
  newest: ReleaseRow | null;
  parentId: string | null;
  digest: string;
  text: string;
  version: string;
  changes: Change[];
};

const releasesOf = (db: Db, agentId: string) =>
  lifecycleDb(db).selectFrom('releases').selectAll().where('agent_id', '=', agentId);

export const newestRelease = async (db: Db, agentId: string): Promise<ReleaseRow | null> =>
  (await releasesOf(db, agentId).orderBy('number', 'desc').limit(1).executeTakeFirst()) ?? null;

/** Preview and act are the same plan; the second is made under the agent's lock. `agent` null = one that is not there yet. */
export async function planRelease(
  db: Db,
  agent: Pick<CatalogAgent, 'id' | 'name'> | null,
  wish: CreateRelease,
): Promise<ReleasePlan> {
  const { text, digest } = digestOf(wish.manifest);
  const newest = agent === null ? null : await newestRelease(db, agent.id);
  const existing =
    agent === null ? undefined : await releasesOf(db, agent.id).where('digest', '=', digest).executeTakeFirst();
  const found = { digest, text, newest };
  if (existing !== undefined)
    return { ...found, existing, parentId: existing.parent_id, version: existing.version, changes: [] };
  if (wish.newestId !== undefined && wish.newestId !== (newest?.id ?? null))
    throw new AppError('lifecycle.released_since', {
      params: { version: newest?.version ?? 'none', agent: agent?.name ?? 'the agent' },
    });
  const parent = wish.parentId === undefined ? newest : await parentOf(db, agent?.id ?? '', wish.parentId);
  const changes = diffManifests(parent === null ? null : manifestOf(parent), wish.manifest);
  const version = versionFor(newest, changes, wish.version);
  return { ...found, existing: null, parentId: parent?.id ?? null, version, changes };
}

async function parentOf(db: Db, agentId: string, id: string): Promise<ReleaseRow> {
  const parent = await releasesOf(db, agentId).where('id', '=', id).executeTakeFirst();
  if (parent === undefined)
    throw new AppError('lifecycle.not_found', { params: { noun: 'release of this agent with the id of the parent' } });
  return parent;
}

function versionFor(newest: ReleaseRow | null, changes: readonly Change[], wanted: string | undefined): string {
  const least = nextVersion(newest?.version ?? null, widestPart(changes) ?? 'patch');
  if (wanted === undefined) return least;
  if (compareVersions(wanted, least) < 0)
    throw new AppError('lifecycle.version_too_low', { params: { least, wanted } });
  return wanted;
}

/** Writes what was planned, signed, with its event. Returns the release as it is kept. */
export async function makeRelease(
  { tx, append }: Unit,
  { ctx, seal }: { ctx: Ctx; seal: Seal },
  agent: Pick<CatalogAgent, 'id' | 'teamId'>,
  { plan, wish }: { plan: ReleasePlan; wish: CreateRelease },
): Promise<ReleaseRow> {
  const now = new Date(ctx.clock.now());
  const { digest, version, parentId } = plan;
  const { schema } = wish.manifest;
  const signed = { workspaceId: ctx.workspaceId, agentId: agent.id, version, schema, digest };
  const { keyId, signature } = await signRelease(tx, seal, now, signed);
  const row = {
    ...{ id: newId('rel', now.getTime()), workspace_id: ctx.workspaceId, agent_id: agent.id },
    ...{ digest, version, schema, manifest: plan.text, signature, key_id: keyId, parent_id: parentId },
    ...{ why: wish.why, expected_effect: wish.expectedEffect, evidence: JSON.stringify(wish.evidence) },
    ...{ notes: wish.notes, created_by: ctx.actor.id, created_at: now },
  };
  const made = await lifecycleTx(tx).insertInto('releases').values(row).returningAll().executeTakeFirstOrThrow();
  const payload = { teamId: agent.teamId, agentId: agent.id, digest, version, parentId };
  append({ type: 'release.created', v: 1, resource: made.id, payload });
  return made;
}

export const manifestOf = ({ manifest }: Pick<ReleaseRow, 'manifest'>): ReleaseManifest =>
  ReleaseManifest.parse(JSON.parse(manifest));
