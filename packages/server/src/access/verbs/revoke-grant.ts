import { allows, authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import { keepAnAdmin, lockWorkspace } from '../last-admin.ts';
import { placeOf } from '../model/place.ts';
import { grantOf } from '../model/rows.ts';
import { notFound } from '../not-found.ts';
import { accessTx } from '../tables.ts';

/** Counts from the person's next request on. An emergency grant may be given back by who took it. Throws `access.last_admin` rather than leave a workspace without an admin. */
export async function revokeGrant(ctx: Ctx, input: { id: string }): Promise<void> {
  authorize(ctx, ctx.actor.kind === 'person' ? 'self.read' : 'grant.revoke', 'anywhere');
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    await lockWorkspace(tx, ctx.workspaceId);
    const mine = tx.selectFrom('grants').where('workspace_id', '=', ctx.workspaceId).where('id', '=', input.id);
    const row = await mine.selectAll().executeTakeFirst();
    const own = row?.source === 'emergency' && row.person_id === ctx.actor.id;
    // Before "not found": who may revoke nowhere learns nothing of what there is.
    if (!own && !allows(ctx.actor, 'grant.revoke', 'anywhere'))
      throw new AppError('access.denied', { params: { action: 'grant.revoke' } });
    if (row === undefined) throw notFound('grant');
    const { personId, role, teamId, agentId, environment } = grantOf(row);
    if (!own && !allows(ctx.actor, 'grant.revoke', placeOf({ teamId, agentId, environment }))) throw notFound('grant');
    await tx.deleteFrom('grants').where('id', '=', row.id).execute();
    if (role === 'admin' && row.source !== 'emergency') await keepAnAdmin(tx, ctx.workspaceId);
    const payload = { personId, role, teamId, agentId, environment };
    unit.append({ type: 'grant.revoked', v: 1, resource: row.id, payload });
  });
}
