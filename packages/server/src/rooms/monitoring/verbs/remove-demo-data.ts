import { closeDemoTeam, demoTeamId, findDemoTeam } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { DemoState } from '../contract.ts';
import { getDemo } from '../views/get-demo.ts';
import { removeTeamTelemetry } from './remove-team-telemetry.ts';

export type PutAway = (ctx: Ctx) => Promise<void>;

const reason = 'Demo data is no longer needed.';

/**
 * The one action that ends the demo: its keys are revoked, which ends a fleet at work, and its telemetry goes. `putAway` does the
 * same with what other rooms keep of it, before, so that agents go with their telemetry.
 */
export async function removeDemoData(ctx: Ctx, putAway: PutAway): Promise<DemoState> {
  authorize(ctx, 'telemetry.remove', { teamId: demoTeamId(ctx.workspaceId) });
  if ((await findDemoTeam(ctx)) !== null) {
    await closeDemoTeam(ctx, { reason });
    await putAway(ctx);
    await removeTeamTelemetry(ctx, { teamId: demoTeamId(ctx.workspaceId), reason });
  }
  return getDemo(ctx);
}
