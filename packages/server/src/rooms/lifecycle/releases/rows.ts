import { namesOfPeople } from '../../../access/index.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Release } from '../contract-releases.ts';
import { findAgent } from '../registry/find-agent.ts';
import { manifestOf, type ReleaseRow } from './releasing.ts';
import { lifecycleDb } from '../tables.ts';

/** Releases as they are told, with the names of who made them. */
export async function releasesFrom(ctx: Ctx, rows: readonly ReleaseRow[]): Promise<Release[]> {
  const names = await namesOfPeople(
    ctx,
    rows.map((row) => row.created_by),
  );
  return rows.map((row) => ({
    ...{ id: row.id, agentId: row.agent_id, version: row.version, digest: row.digest, parentId: row.parent_id },
    manifest: manifestOf(row),
    ...{ why: row.why, expectedEffect: row.expected_effect, notes: row.notes },
    evidence: JSON.parse(row.evidence) as string[],
    ...{ signature: row.signature, keyId: row.key_id, createdAt: row.created_at.toISOString() },
    ...{ createdBy: row.created_by, createdByName: names.get(row.created_by) ?? null },
  }));
}

/** A release of an agent one may see. Throws `lifecycle.not_found`. */
export async function findRelease(ctx: Ctx, id: string): Promise<ReleaseRow> {
  const own = lifecycleDb(ctx.state.db).selectFrom('releases').selectAll().where('workspace_id', '=', ctx.workspaceId);
  const row = await own.where('id', '=', id).executeTakeFirst();
  const seen = row !== undefined && (await findAgent(ctx, row.agent_id).then(() => true, isUnseen));
  if (!seen) throw new AppError('lifecycle.not_found', { params: { noun: 'release with this id' } });
  return row;
}

const isUnseen = (error: unknown): false => {
  if (error instanceof AppError && error.code === 'lifecycle.not_found') return false;
  throw error;
};
