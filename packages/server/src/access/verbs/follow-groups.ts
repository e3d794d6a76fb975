import type { GroupRule, ProviderPerson } from '../../ports/identity-provider.ts';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { syncGrants, wantedGrants } from '../provider-grants.ts';
import { accessTx } from '../tables.ts';

type Input = { personId: string; person: ProviderPerson; rules: readonly GroupRule[] };

/** The provider tells a person's groups anew: what they gave follows. Nothing changed, nothing written. */
export async function followGroups(ctx: Ctx, input: Input): Promise<void> {
  authorize(ctx, 'grant.create');
  await change(ctx, async (unit) => {
    const wanted = await wantedGrants(accessTx(unit.tx), ctx, input.person, input.rules);
    await syncGrants(unit, ctx, input.personId, wanted);
  });
}
