import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { BeginFreeze, Freeze } from '../contract-deployments.ts';
import { begin, placeOfFreeze } from '../freezes/begin.ts';

/** Nothing is deployed in this scope between two moments. Who makes it owns it. */
export async function beginFreeze(ctx: Ctx, input: BeginFreeze): Promise<Freeze> {
  authorize(ctx, 'freeze.change', 'anywhere');
  const place = await placeOfFreeze(ctx, input);
  authorize(ctx, 'freeze.change', place);
  const { timeZone, reason } = input;
  const wish = { from: new Date(input.from), until: new Date(input.until), timeZone, reason, source: null };
  return change(ctx, async (unit) => begin(unit, ctx, place, wish));
}
