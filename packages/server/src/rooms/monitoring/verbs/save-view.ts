import { sql } from 'kysely';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { SavedView, SaveView } from '../contract-views.ts';
import { demandName, ownerOf, told, viewOf } from '../saved-views/rows.ts';

/** Keeps a list with its filters, for oneself or for a team. Throws `monitoring.view_name_taken`. */
export async function saveView(ctx: Ctx, said: SaveView): Promise<SavedView> {
  authorize(ctx, 'run.read', 'anywhere');
  const { name, page, search, teamId } = said;
  const owner = ownerOf(ctx, teamId);
  return change(ctx, async ({ tx, append }) => {
    const db = await demandName(tx, ctx, { ...owner, page, name });
    const row = await db
      .insertInto('saved_views')
      .values({
        ...{ id: newId('svw', ctx.clock.now()), workspace_id: ctx.workspaceId, name, page, search, ...owner },
        ...{ created_by: ctx.actor.id, created_at: sql<Date>`clock_timestamp()` },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    append({ type: 'view.saved', v: 1, resource: row.id, payload: { page, after: told(said) } });
    return viewOf(row);
  });
}
