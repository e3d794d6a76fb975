import type { Selectable } from 'kysely';
import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Deployment } from '../contract-deployments.ts';
import type { Place } from '../deployments/place.ts';
import { deploymentOf, percentOf } from '../deployments/rows.ts';
import { lifecycleDb, type LifecycleTables } from '../tables.ts';

/** What one environment serves of an agent. Throws `lifecycle.nothing_served`. */
export async function getDeployment(ctx: Ctx, place: Place): Promise<Deployment> {
  const { agentId, teamId, key: agent, environment } = place;
  authorize(ctx, 'agent.read', { teamId, agentId, agent, environment });
  const rows = lifecycleDb(ctx.state.db).selectFrom('deployments').selectAll().where('agent_id', '=', agentId);
  const row = await rows.where('environment', '=', environment).executeTakeFirst();
  if (row === undefined) throw new AppError('lifecycle.nothing_served', { params: { environment } });
  return (await shownDeployments(ctx, [row]))[0]!;
}

/** Rows as people read them. */
export async function shownDeployments(
  ctx: Ctx,
  rows: readonly Selectable<LifecycleTables['deployments']>[],
): Promise<Deployment[]> {
  const found = rows.map((row) => ({ row, state: deploymentOf(row) }));
  const ids = found.flatMap(({ state }) => [state.releaseId, state.candidate?.releaseId ?? '', ...state.past]);
  const releases = await namesOfReleases(ctx, ids);
  const people = await namesOfPeople(
    ctx,
    rows.map((row) => row.deployed_by),
  );
  return found.map(({ row, state }) => ({
    ...{ agentId: row.agent_id, environment: row.environment, version: state.version },
    release: releases.get(state.releaseId)!,
    candidate: state.candidate && {
      ...releases.get(state.candidate.releaseId)!,
      percent: percentOf(state.candidate.share),
    },
    past: state.past.map((one) => releases.get(one)!),
    ...{ deployedAt: row.deployed_at.toISOString(), deployedBy: row.deployed_by, reason: row.reason },
    deployedByName: people.get(row.deployed_by) ?? null,
  }));
}

type ReleaseName = Deployment['release'];

async function namesOfReleases(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ReleaseName>> {
  if (ids.length === 0) return new Map();
  const rows = await lifecycleDb(ctx.state.db)
    .selectFrom('releases')
    .select(['id', 'version', 'digest'])
    .where('workspace_id', '=', ctx.workspaceId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
