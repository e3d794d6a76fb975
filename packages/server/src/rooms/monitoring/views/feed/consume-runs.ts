import type { Warehouse } from '../../../../ports/warehouse.ts';
import { type CursorKey, lockCursor, moveCursor } from '../../../../spine/cursors.ts';
import type { Db, Transactor, Tx } from '../../../../spine/tx.ts';
import { type ChangedNames, changedNames } from './changed-names.ts';
import { changedRuns, type ChangedRun, type FactsPosition } from './changed-runs.ts';

/** Runs per turn: the transaction holds PGlite's only connection meanwhile. */
const batch = 200;
const namesBatch = 5_000;

type Stores = { state: Transactor; warehouse: Warehouse };
/**
 * `handle` writes through the transaction in which the cursor moves; `read` before it is for what else has to be known from
 * the warehouse, so that a slow one never holds up the control state.
 */
type Reader<Change, Known> = {
  page: (after: FactsPosition | null) => Promise<readonly Change[]>;
  read?: ((changes: readonly Change[]) => Promise<Known>) | undefined;
  handle: (tx: Tx, changes: readonly Change[], known: Known) => Promise<void>;
};

/**
 * Hands the next changed runs to `handle` and moves the subscription's cursor in the same transaction: effects written
 * through `tx` happen exactly once, however often this is killed. Returns how many were handled; 0 = caught up. A throw
 * moves nothing.
 */
export const consumeRuns = (
  { state, warehouse }: Stores,
  key: CursorKey,
  handle: (tx: Tx, changes: readonly ChangedRun[]) => Promise<void>,
): Promise<number> =>
  consume<ChangedRun, void>(state, key, {
    page: (after) => changedRuns(warehouse, key.workspaceId, after, batch),
    handle,
  });

/** The same for who cares for nothing but the agents' names, thousands of runs a turn. */
export const consumeNames = <Known>(
  { state, warehouse }: Stores,
  key: CursorKey,
  reader: Omit<Reader<ChangedNames, Known>, 'page'>,
): Promise<number> =>
  consume(state, key, {
    ...reader,
    page: (after) => changedNames(warehouse, key.workspaceId, after, namesBatch),
  });

/** The same over pages of any kind that are in order of (version, run id). `read` may write what does no harm when it is written again. */
export async function consume<Change extends FactsPosition, Known>(
  state: Transactor,
  key: CursorKey,
  { page, read, handle }: Reader<Change, Known>,
): Promise<number> {
  for (;;) {
    const seen = await positionOf(state.db, key);
    const changes = await page(parsePosition(seen));
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
