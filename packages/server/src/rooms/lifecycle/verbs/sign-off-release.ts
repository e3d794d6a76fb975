import { allows, authorize, type Resource } from '../../../spine/authorize.ts';
import type { Role } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { SignOffs } from '../contract-deployments.ts';
import { type Address, placeFor } from '../deployments/place.ts';
import { releaseOf } from '../deployments/deployments.ts';
import { lifecycleTx } from '../tables.ts';
import { getSignOffs } from '../views/get-sign-offs.ts';

/** One person signs a release off for an environment, with the roles that person has there now. Twice is once. */
export async function signOffRelease(
  ctx: Ctx,
  at: Address & { releaseId: string },
  { note }: { note: string },
): Promise<SignOffs> {
  authorize(ctx, 'release.sign_off', 'anywhere');
  const { agentId, teamId, key, environment } = await placeFor(ctx, 'release.sign_off', at);
  const roles = rolesAt(ctx, { teamId, agentId, agent: key, environment });
  await change(ctx, async ({ tx, append }) => {
    await releaseOf(tx, { agentId }, at.releaseId);
    const own = { release_id: at.releaseId, environment, person_id: ctx.actor.id, workspace_id: ctx.workspaceId };
    const said = { roles: JSON.stringify(roles), note, at: new Date(ctx.clock.now()) };
    const added = await lifecycleTx(tx)
      .insertInto('sign_offs')
      .values({ ...own, ...said })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows !== 1n) return;
    append({ type: 'release.signed_off', v: 1, resource: at.releaseId, payload: { teamId, environment } });
  });
  return getSignOffs(ctx, at);
}

/** By which of its roles the person may sign off here. */
function rolesAt({ actor }: Ctx, at: Resource): Role[] {
  if (actor.kind !== 'person') return [];
  const good = actor.grants.filter((grant) => allows({ ...actor, grants: [grant] }, 'release.sign_off', at));
  return [...new Set(good.map((grant) => grant.role))];
}
