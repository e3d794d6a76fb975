import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { lockRemoval, orderRemoval } from '../rebuild/removal.ts';

/**
 * Orders that everything the team ever sent, and all that was made of it, goes. The rebuild carries it out within seconds and
 * goes on with it after a restart. While an order is open a second one changes nothing.
 */
export async function removeTeamTelemetry(
  ctx: Ctx,
  { teamId, reason }: { teamId: string; reason: string },
): Promise<void> {
  authorize(ctx, 'telemetry.remove', { teamId });
  await change(ctx, async (unit) => {
    const place = { workspaceId: ctx.workspaceId, teamId };
    if ((await lockRemoval(unit.tx, place)) !== null) return;
    await orderRemoval(unit.tx, place, ctx.clock.now());
    unit.append({ type: 'telemetry.removed', v: 1, resource: teamId, payload: { reason } });
  });
}
