import { sql } from 'kysely';
import type { Tx } from './tx.ts';

/** One reader's place in one feed: the ledger, or the facts. What a position means is the feed's own business. */
export type CursorKey = { subscription: string; workspaceId: string };

/**
 * Where the subscription stands; '' before its first move. Other readers of the same subscription wait until this transaction
 * ends, so an effect written in it together with `moveCursor` happens exactly once.
 */
export async function lockCursor(tx: Tx, { subscription, workspaceId }: CursorKey): Promise<string> {
  await tx
    .insertInto('ops_cursors')
    .values({ subscription, workspace_id: workspaceId, position: '', updated_at: sql<Date>`clock_timestamp()` })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const cursor = await tx
    .selectFrom('ops_cursors')
    .select('position')
    .where('subscription', '=', subscription)
    .where('workspace_id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return cursor.position;
}

/** Moves a cursor that this transaction locked. */
export async function moveCursor(tx: Tx, { subscription, workspaceId }: CursorKey, position: string): Promise<void> {
  await tx
    .updateTable('ops_cursors')
    .set({ position, updated_at: sql<Date>`clock_timestamp()` })
    .where('subscription', '=', subscription)
    .where('workspace_id', '=', workspaceId)
    .execute();
}
