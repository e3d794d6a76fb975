import { allows } from '../../../spine/authorize.ts';
import type { Actor } from '../../../spine/actor.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Db } from '../../../spine/tx.ts';
import { lifecycleDb } from '../tables.ts';

export type Named = { agent: string; environment: string };

/**
 * The agent of this name where nothing of it is deployed: by id, slug, former slug, key or alias, in this order. Throws
 * `lifecycle.not_found` for what is not there and for what is not for this actor alike.
 */
export async function findAgentNamed(
  db: Db,
  { actor, workspaceId }: { actor: Actor; workspaceId: string },
  { agent, environment }: Named,
): Promise<string> {
  const former = lifecycleDb(db).selectFrom('agent_slugs').select('agent_id').where('workspace_id', '=', workspaceId);
  const aliases = db.selectFrom('agent_aliases').select('agent_id').where('workspace_id', '=', workspaceId);
  const found = await db
    .selectFrom('agents')
    .select(['id', 'slug', 'key', 'team_id as teamId'])
    .where('workspace_id', '=', workspaceId)
    .where('put_away', 'is', null)
    .where((eb) =>
      eb.or([
        ...(['id', 'slug', 'key'] as const).map((column) => eb(column, '=', agent)),
        eb('id', 'in', former.where('slug', '=', agent)),
        eb('id', 'in', aliases.where('alias', '=', agent).where('service', '=', '')),
      ]),
    )
    .orderBy('id')
    .execute();
  const mine = found.filter(({ id, key, teamId }) =>
    allows(actor, 'delivery.read', { teamId, agentId: id, agent: key, environment }),
  );
  const one = mine.find(({ id, slug }) => id === agent || slug === agent) ?? mine[0];
  if (one === undefined) throw new AppError('lifecycle.not_found', { params: { noun: 'agent of this name' } });
  return one.id;
}
