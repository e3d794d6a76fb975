import type { Warehouse } from '../../../../ports/warehouse.ts';
import { type CursorKey, lockCursor, moveCursor } from '../../../../spine/cursors.ts';
import type { Db, Transactor, Tx } from '../../../../spine/tx.ts';
import { changedRuns, type ChangedRun, type FactsPosition } from './changed-runs.ts';

/** Runs per turn: the transaction holds PGlite's only connection meanwhile. */
const batch = 200;

/**
 * Hands the next changed runs to `handle` and moves the subscription's cursor in the same transaction: effects written
 * through `tx` happen exactly once, however often this is killed. Returns how many were handled; 0 = caught up. A throw
 * moves nothing. The warehouse is read before the transaction begins, so that a slow one never holds up the control state;
 * `read` is for what else has to be known from there.
 */
export async function consumeRuns<Known = undefined>(
  { state, warehouse }: { state: Transactor; warehouse: Warehouse },
  key: CursorKey,
  handle: (tx: Tx, changes: readonly ChangedRun[], known: Known) => Promise<void>,
  read?: (changes: readonly ChangedRun[]) => Promise<Known>,
): Promise<number> {
  for (;;) {
    const seen = await positionOf(state.db, key);
    const changes = await changedRuns(warehouse, key.workspaceId, parsePosition(seen), batch);
    const last = changes.at(-1);
    if (last === undefined) return 0;
    const known = (await read?.(changes)) as Known;
    const mine = await state.transact(async (tx) => {
      // Another reader of this subscription was faster: look again from where it got to.
      if ((await lockCursor(tx, key)) !== seen) return false;
      await handle(tx, changes, known);
      await moveCursor(tx, key, `${last.version} ${last.runId}`);
      return true;
    });
    if (mine) return changes.length;
  }
}

async function positionOf(db: Db, { subscription, workspaceId }: CursorKey): Promise<string> {
  const cursor = await db
    .selectFrom('ops_cursors')
    .select('position')
    .where('subscription', '=', subscription)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return cursor?.position ?? '';
}

function parsePosition(text: string): FactsPosition | null {
  const [version, runId] = text.split(' ');
  return version === undefined || runId === undefined ? null : { version, runId };
}
