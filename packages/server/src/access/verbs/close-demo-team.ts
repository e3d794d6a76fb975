import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { demoTeamId } from '../demo-team.ts';
import { accessDb } from '../tables.ts';
import { revokeKey } from './revoke-key.ts';

/** Revokes what keys the demo team has; the team stays, empty. Repeating it changes nothing. */
export async function closeDemoTeam(ctx: Ctx, { reason }: { reason: string }): Promise<void> {
  authorize(ctx, 'key.revoke', { teamId: demoTeamId(ctx.workspaceId) });
  const keys = accessDb(ctx.state.db).selectFrom('keys').where('team_id', '=', demoTeamId(ctx.workspaceId));
  for (const { id } of await keys.where('revoked_at', 'is', null).select('id').execute())
    await revokeKey(ctx, { id, reason });
}
