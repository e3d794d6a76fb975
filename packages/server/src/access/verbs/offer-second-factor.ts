import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import type { Seal } from '../../spine/seal.ts';
import type { SecondFactorOffer } from '../contract.ts';
import { sealFactor, secondFactorOf } from '../second-factors.ts';
import { accessDb, accessTx } from '../tables.ts';
import { newTotpSecret, otpauthUri } from '../totp.ts';

/** A secret for one's authenticator app. It counts once a code of it has been shown; until then another offer replaces it. */
export async function offerSecondFactor(ctx: Ctx, seal: Seal): Promise<SecondFactorOffer> {
  authorize(ctx, 'self.change');
  const { id } = ctx.actor;
  if ((await secondFactorOf(ctx.state, id)) !== null) throw new AppError('access.second_factor_exists');
  const person = await accessDb(ctx.state.db)
    .selectFrom('people')
    .innerJoin('workspaces as w', 'w.id', 'people.workspace_id')
    .where('people.id', '=', id)
    .select(['email', 'w.name as workspace'])
    .executeTakeFirstOrThrow();
  const secret = newTotpSecret();
  const offer = { secret: sealFactor(seal, id, secret), created_at: new Date(ctx.clock.now()) };
  await ctx.state.transact((tx) =>
    accessTx(tx)
      .insertInto('ops_second_factor_offers')
      .values({ person_id: id, ...offer })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet(offer))
      .execute(),
  );
  return { secret, uri: otpauthUri(secret, person.email, person.workspace) };
}
