import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { notFound } from '../not-found.ts';
import { mayMakeSignIn, refuseManaged } from '../others-sign-in.ts';
import { addSignInLink } from '../sign-in-links.ts';
import { accessTx } from '../tables.ts';

/**
 * A new link for a person who has none, or has lost it. Returns the token; disabled people get none. Of people who sign in at the
 * provider only the machine's operator makes one, for the day the provider is away.
 */
export async function issueSignInLink(ctx: Ctx, input: { personId: string }): Promise<string> {
  authorize(ctx, 'person.create');
  mayMakeSignIn(ctx, input.personId);
  return change(ctx, async (unit) => {
    const person = await accessTx(unit.tx)
      .selectFrom('people')
      .where('workspace_id', '=', ctx.workspaceId)
      .where('id', '=', input.personId)
      .where('disabled_at', 'is', null)
      .select(['id', 'provider_subject'])
      .executeTakeFirst();
    if (person === undefined) throw notFound('person');
    refuseManaged(ctx, person);
    return addSignInLink(unit, { id: person.id, workspaceId: ctx.workspaceId });
  });
}
