import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { notFound } from '../not-found.ts';
import { addSignInLink } from '../sign-in-links.ts';
import { accessTx } from '../tables.ts';

/** A new link for a person who has none, or has lost it. Returns the token; disabled people get none. */
export async function issueSignInLink(ctx: Ctx, input: { personId: string }): Promise<string> {
  authorize(ctx, 'person.create');
  return change(ctx, async (unit) => {
    const person = await accessTx(unit.tx)
      .selectFrom('people')
      .where('workspace_id', '=', ctx.workspaceId)
      .where('id', '=', input.personId)
      .where('disabled_at', 'is', null)
      .select('id')
      .executeTakeFirst();
    if (person === undefined) throw notFound('person');
    return addSignInLink(unit, { id: person.id, workspaceId: ctx.workspaceId });
  });
}
