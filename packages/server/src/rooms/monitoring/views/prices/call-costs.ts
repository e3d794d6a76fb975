import { allows } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Tokens } from '../../model/facts.ts';
import { bookOf } from '../../prices/book.ts';
import { costOf } from '../../prices/rates.ts';
import { readOverrides } from '../../prices/read-overrides.ts';

/** `provider`: as the price list calls it, '' = whoever has the model. US dollars; null = not known. */
export type CallCost = (call: { model: string; provider: string }, tokens: Tokens) => number | null;

/** What calls cost now, by the list and what the workspace says instead. Who may not see prices gets null for all. */
export async function callCosts(ctx: Ctx): Promise<CallCost> {
  if (!allows(ctx.actor, 'price.read', 'anywhere')) return () => null;
  const { priceOf } = bookOf(await readOverrides(ctx.state.db, ctx.workspaceId));
  const at = ctx.clock.now();
  return ({ model, provider }, tokens) => {
    const price = priceOf(model, provider, at);
    const nano = price === null ? null : costOf(tokens, price);
    return nano === null ? null : Number(nano) / 1e9;
  };
}
