import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { AccessSettings } from '../contract.ts';
import { accessDb } from '../tables.ts';

/** The rules of sign-in in this workspace. */
export async function getSettings(ctx: Ctx): Promise<AccessSettings> {
  authorize(ctx, 'setting.read');
  const mine = accessDb(ctx.state.db).selectFrom('access_settings').where('workspace_id', '=', ctx.workspaceId);
  const row = await mine.select('second_factor_required').executeTakeFirst();
  return { secondFactorRequired: row?.second_factor_required ?? false };
}
