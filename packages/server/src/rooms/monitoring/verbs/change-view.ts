import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { ChangeView, SavedView } from '../contract-views.ts';
import { demandName, findView, ownerOf, told, viewOf } from '../saved-views/rows.ts';

/** Says anew what a view is called, what it holds, and whose it is: given to a team, it is no longer one's own. */
export async function changeView(ctx: Ctx, { id, said }: { id: string; said: ChangeView }): Promise<SavedView> {
  authorize(ctx, 'run.read', 'anywhere');
  const before = viewOf(await findView(ctx, id));
  ownerOf(ctx, before.teamId);
  const { name, search } = said;
  const owner = ownerOf(ctx, said.teamId);
  return change(ctx, async ({ tx, append }) => {
    const db = await demandName(tx, ctx, { ...owner, page: before.page, name }, id);
    const row = await db
      .updateTable('saved_views')
      .set({ name, search, ...owner })
      .where('workspace_id', '=', ctx.workspaceId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    append({ type: 'view.changed', v: 1, resource: id, payload: { before: told(before), after: told(said) } });
    return viewOf(row);
  });
}
