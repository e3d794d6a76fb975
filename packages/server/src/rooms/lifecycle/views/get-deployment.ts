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
  const since = await servedSince(ctx, rows);
  return found.map(({ row, state }) => ({
    ...{ agentId: row.agent_id, environment: row.environment, version: state.version },
    release: releases.get(state.releaseId)!,
    candidate: state.candidate && {
      ...releases.get(state.candidate.releaseId)!,
      percent: percentOf(state.candidate.share),
    },
    past: state.past.map((one) => releases.get(one)!),
    since: (since.get(placeOf(row)) ?? row.deployed_at).toISOString(),
    ...{ deployedAt: row.deployed_at.toISOString(), deployedBy: row.deployed_by, reason: row.reason },
    deployedByName: people.get(row.deployed_by) ?? null,
  }));
}

type PlaceRow = { agent_id: string; environment: string };
const placeOf = (row: PlaceRow): string => `${row.agent_id} ${row.environment}`;

/** When the release that is served now took the place of another one, by place. */
async function servedSince(ctx: Ctx, rows: readonly PlaceRow[]): Promise<Map<string, Date>> {
  if (rows.length === 0) return new Map();
  const agents = [...new Set(rows.map((row) => row.agent_id))];
  const changes = await lifecycleDb(ctx.state.db)
    .selectFrom('deployment_history')
    .select((eb) => ['agent_id', 'environment', eb.fn.max('at').as('at')])
    .where('agent_id', 'in', agents)
    .where((eb) => eb('release_id', 'is distinct from', eb.ref('previous_id')))
    .groupBy(['agent_id', 'environment'])
    .execute();
  return new Map(changes.map((one) => [placeOf(one), one.at]));
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
