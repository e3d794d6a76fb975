import type { Ctx } from '../../../spine/ctx.ts';
import { change, type Unit } from '../../../spine/ledger/change.ts';

class NotKept extends Error {}

/** A change that is undone, its ledger events too, unless it is to be kept: a preview is the act itself. */
export async function tried<T>(ctx: Ctx, body: (unit: Unit) => Promise<{ done: T; keep: boolean }>): Promise<T> {
  let result: { done: T } | undefined;
  try {
    return await change(ctx, async (unit) => {
      const { done, keep } = await body(unit);
      result = { done };
      if (!keep) throw new NotKept();
      return done;
    });
  } catch (error) {
    if (error instanceof NotKept && result !== undefined) return result.done;
    throw error;
  }
}
