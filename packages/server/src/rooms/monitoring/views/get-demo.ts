import { demoTeamId, findDemoTeam } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { DemoState } from '../contract.ts';
import { readRemoval } from '../rebuild/removal.ts';

/** Whether there is a demo here: `present` from its first key on, `removing` until all of its rows are gone, then `none`. */
export async function getDemo(ctx: Ctx): Promise<DemoState> {
  const teamId = demoTeamId(ctx.workspaceId);
  authorize(ctx, 'team.read', { teamId });
  const team = await findDemoTeam(ctx);
  if (team === null) return { state: 'none', teamId: null };
  const removal = await readRemoval(ctx.state.db, { workspaceId: ctx.workspaceId, teamId });
  if (removal?.doneAt === null) return { state: 'removing', teamId };
  const filledAt = team.lastKeyAt?.getTime() ?? 0;
  return { state: filledAt > (removal?.orderedAt ?? 0) ? 'present' : 'none', teamId };
}
