import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Person } from '../contract.ts';
import { uniqueOr } from '../conflict.ts';
import { personOf } from '../model/rows.ts';
import { addSignInLink } from '../sign-in-links.ts';
import { accessTx } from '../tables.ts';

/** A person without grants, and the token of a sign-in link that works once and for 15 minutes. */
export async function createPerson(
  ctx: Ctx,
  input: { name: string; email: string },
): Promise<{ person: Person; token: string }> {
  authorize(ctx, 'person.create');
  const row = {
    id: newId('per'),
    workspace_id: ctx.workspaceId,
    name: input.name,
    email: input.email,
    password_hash: null,
    disabled_at: null,
    created_at: new Date(ctx.clock.now()),
  };
  const token = await uniqueOr(`A person with the address ${input.email}`, () =>
    change(ctx, async (unit) => {
      await accessTx(unit.tx).insertInto('people').values(row).execute();
      unit.append({ type: 'person.created', v: 1, resource: row.id, payload: { email: row.email, name: row.name } });
      return addSignInLink(unit, { id: row.id, workspaceId: ctx.workspaceId });
    }),
  );
  const fresh = { provider_subject: null, locked_out_at: null, second_factor: false };
  return { person: personOf({ ...row, ...fresh }, []), token };
}
