import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { notFound } from '../not-found.ts';
import { mayMakeSignIn, refuseManaged } from '../others-sign-in.ts';
import { addSignInLink } from '../sign-in-links.ts';
import { removeSecondFactor } from '../second-factors.ts';
import { accessTx } from '../tables.ts';

/**
 * For a person who is locked out, or whose password may be known: ends sessions and unused links, forgets the password and, where
 * asked, the authenticator app. Returns the token of a new link, which works once.
 */
export async function resetSignIn(ctx: Ctx, input: { personId: string; secondFactor: boolean }): Promise<string> {
  authorize(ctx, 'person.create');
  mayMakeSignIn(ctx, input.personId);
  return change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const mine = tx.selectFrom('people').where('workspace_id', '=', ctx.workspaceId).where('id', '=', input.personId);
    const found = await mine.where('disabled_at', 'is', null).select(['id', 'provider_subject']).forUpdate().execute();
    const [person] = found;
    if (person === undefined) throw notFound('person');
    refuseManaged(ctx, person);
    const { id } = person;
    await tx.updateTable('people').set({ password_hash: null }).where('id', '=', id).execute();
    await tx.deleteFrom('ops_sessions').where('person_id', '=', id).execute();
    await tx.deleteFrom('ops_sign_in_links').where('person_id', '=', id).execute();
    const secondFactor = input.secondFactor && (await removeSecondFactor(tx, id));
    unit.append({ type: 'person.sign_in_reset', v: 1, resource: id, payload: { secondFactor } });
    return addSignInLink(unit, { id, workspaceId: ctx.workspaceId });
  });
}
