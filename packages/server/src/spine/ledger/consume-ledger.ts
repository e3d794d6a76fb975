import { lockCursor, moveCursor } from '../cursors.ts';
import type { RecordedEvent } from '../events.ts';
import type { Transactor, Tx } from '../tx.ts';
import { readLedger } from './read-ledger.ts';

/** Events per turn: the transaction holds PGlite's only connection meanwhile. */
const batch = 200;

/**
 * Hands the next events to `handle`, in sequence, and moves the subscription's cursor in the same transaction: effects written
 * through `tx` happen exactly once, however often this is killed. Returns how many were handled; 0 = caught up. A throw moves nothing.
 */
export async function consumeLedger(
  state: Transactor,
  subscription: string,
  workspaceId: string,
  handle: (tx: Tx, events: readonly RecordedEvent[]) => Promise<void>,
): Promise<number> {
  const key = { subscription, workspaceId };
  return state.transact(async (tx) => {
    const position = await lockCursor(tx, key);
    const events = await readLedger(tx, workspaceId, Number(position), batch);
    const last = events.at(-1);
    if (last === undefined) return 0;
    await handle(tx, events);
    await moveCursor(tx, key, String(last.seq));
    return events.length;
  });
}
