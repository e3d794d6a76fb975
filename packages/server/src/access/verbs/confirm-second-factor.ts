import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import type { RecoveryCodes } from '../contract.ts';
import { uniqueOr } from '../conflict.ts';
import { countCodeTry, hashRecoveryCode, newRecoveryCodes, openFactor } from '../second-factors.ts';
import { accessTx } from '../tables.ts';
import { stepOfCode } from '../totp.ts';

/** From now on one's sign-in asks for a code. Ends one's other sessions, which were opened without. Throws `access.code_wrong`. */
export async function confirmSecondFactor(ctx: Ctx, input: { code: string }, seal: Seal): Promise<RecoveryCodes> {
  authorize(ctx, 'self.change');
  const { id, sessionId } = ctx.actor as Extract<Ctx['actor'], { kind: 'person' }>;
  const left = await countCodeTry(ctx.state, id, input.code);
  const codes = newRecoveryCodes();
  await uniqueOr('A second factor', () =>
    change(ctx, async (unit) => {
      const tx = accessTx(unit.tx);
      const offers = tx.deleteFrom('ops_second_factor_offers').where('person_id', '=', id);
      const offer = await offers.returning('secret').executeTakeFirst();
      const at = { now: ctx.clock.now(), lastStep: 0 };
      const step = offer && stepOfCode(openFactor(seal, id, offer.secret), input.code.replace(/\s/g, ''), at);
      // Thrown inside: the offer stays for the next try.
      if (offer === undefined || step == null) throw new AppError('access.code_wrong', { params: { left } });
      const confirmed_at = new Date(ctx.clock.now());
      const factor = { person_id: id, secret: offer.secret, confirmed_at, last_step: step };
      await tx.insertInto('second_factors').values(factor).execute();
      const rows = codes.map((code) => ({ person_id: id, code_hash: hashRecoveryCode(code), used_at: null }));
      await tx.insertInto('recovery_codes').values(rows).execute();
      await tx.deleteFrom('ops_sessions').where('person_id', '=', id).where('id', '!=', sessionId).execute();
      unit.append({ type: 'second_factor.enrolled', v: 1, resource: id, payload: { recoveryCodes: codes.length } });
    }),
  );
  return { codes };
}
