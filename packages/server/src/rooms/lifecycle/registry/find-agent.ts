import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { GrantedAction } from '../../../spine/rights.ts';
import { lifecycleDb } from '../tables.ts';

/** A row of the catalog. `id`, present slug, or one it had. */
export type CatalogAgent = {
  id: string;
  teamId: string;
  slug: string;
  name: string;
  key: string;
  ownerId: string | null;
  sameNameAs: string | null;
  putAway: 'merged' | 'ignored' | 'undone' | 'removed' | null;
  firstSeenAt: Date | null;
};

export const agentColumns = [
  'id',
  'team_id as teamId',
  'slug',
  'name',
  'key',
  'owner_id as ownerId',
  'same_name_as as sameNameAs',
  'put_away as putAway',
  'first_seen_at as firstSeenAt',
] as const;

/** Throws `lifecycle.not_found` for what is not there and for what the actor may not see alike. */
export async function findAgent(ctx: Ctx, idOrSlug: string): Promise<CatalogAgent> {
  authorize(ctx, 'agent.read', 'anywhere');
  const mine = ctx.state.db.selectFrom('agents').select(agentColumns).where('workspace_id', '=', ctx.workspaceId);
  const former = lifecycleDb(ctx.state.db).selectFrom('agent_slugs').select('agent_id');
  const agent =
    (await mine.where((eb) => eb.or([eb('id', '=', idOrSlug), eb('slug', '=', idOrSlug)])).executeTakeFirst()) ??
    (await mine
      .where('id', 'in', former.where('workspace_id', '=', ctx.workspaceId).where('slug', '=', idOrSlug))
      .executeTakeFirst());
  if (agent === undefined || !mayRead(ctx, agent))
    throw new AppError('lifecycle.not_found', { params: { noun: 'agent with this address' } });
  return agent;
}

/** The same, for verbs: also throws `access.denied` where it may be seen and not changed. */
export async function agentToChange(
  ctx: Ctx,
  idOrSlug: string,
  action: GrantedAction = 'agent.change',
): Promise<CatalogAgent> {
  authorize(ctx, action, 'anywhere');
  const agent = await findAgent(ctx, idOrSlug);
  authorize(ctx, action, { teamId: agent.teamId, agentId: agent.id, agent: agent.key });
  return agent;
}

/** A grant on one environment of a team sees its agents; their figures are of that environment. */
const mayRead = (ctx: Ctx, agent: CatalogAgent): boolean => seenEnvironments(ctx, agent).length > 0;

/** Environments in which the actor sees an agent: 'all', or those that grants or the key name. */
export function seenEnvironments({ actor }: Ctx, { id: agentId, teamId, key: agent }: CatalogAgent): 'all' | string[] {
  if (allows(actor, 'agent.read', { teamId, agentId, agent })) return 'all';
  const named =
    actor.kind === 'person'
      ? actor.grants.map((one) => one.environment)
      : [actor.kind === 'key' ? actor.environment : null];
  return [...new Set(named)].filter(
    (environment) => environment !== null && allows(actor, 'agent.read', { teamId, agentId, agent, environment }),
  ) as string[];
}
