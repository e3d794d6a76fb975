import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { findView, ownerOf, told, viewOf } from '../saved-views/rows.ts';
import type { MonitoringTables } from '../tables.ts';

export async function removeView(ctx: Ctx, { id }: { id: string }): Promise<void> {
  authorize(ctx, 'run.read', 'anywhere');
  const before = viewOf(await findView(ctx, id));
  ownerOf(ctx, before.teamId);
  await change(ctx, async ({ tx, append }) => {
    await tx
      .withTables<MonitoringTables>()
      .deleteFrom('saved_views')
      .where('workspace_id', '=', ctx.workspaceId)
      .where('id', '=', id)
      .execute();
    append({ type: 'view.removed', v: 1, resource: id, payload: { page: before.page, before: told(before) } });
  });
}
