import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import { countCodeTry, removeSecondFactor, secondFactorOf, useCode } from '../second-factors.ts';
import { accessTx } from '../tables.ts';

/** Needs one of its codes: a session left open is not enough. Throws `access.code_wrong`, or `access.not_found` where there is none. */
export async function removeOwnSecondFactor(ctx: Ctx, input: { code: string }, seal: Seal): Promise<void> {
  authorize(ctx, 'self.change');
  const { id } = ctx.actor;
  const factor = await secondFactorOf(ctx.state, id);
  if (factor === null) throw new AppError('access.not_found', { params: { noun: 'second factor of yours' } });
  const left = await countCodeTry(ctx.state, id, input.code);
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    await useCode(tx, seal, { ...factor, personId: id, left }, input.code);
    await removeSecondFactor(tx, id);
    unit.append({ type: 'second_factor.removed', v: 1, resource: id, payload: {} });
  });
}
