import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../events.ts';
import type { Tx } from '../tx.ts';
import { writeEvents } from './write-events.ts';

/** What a verb works with: the open transaction, and the events it owes for what it changes there. */
export type Unit = { readonly tx: Tx; append(event: NewEvent): void };

/**
 * A verb's change and its ledger events in one transaction: both are kept, or neither. Events are written last, just before
 * COMMIT, so that the ledger's head is locked for two statements only; readers are woken after it.
 */
export async function change<T>(ctx: Ctx, body: (unit: Unit) => Promise<T>): Promise<T> {
  const { result, touched } = await ctx.state.transact(async (tx) => {
    const events: NewEvent[] = [];
    let open = true;
    const append = (event: NewEvent): void => {
      if (!open) throw new Error(`${event.type} came after its transaction had ended.`);
      events.push(event);
    };
    const result = await body({ tx, append });
    open = false;
    return { result, touched: await writeEvents(tx, ctx, events) };
  });
  if (touched.length > 0) ctx.state.ledgerAdvanced(touched);
  return result;
}
