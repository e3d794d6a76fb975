import { sql } from 'kysely';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import { hashSecret } from '../secret.ts';
import { openSession, type OpenedSession } from '../sessions.ts';
import { accessDb, accessTx } from '../tables.ts';

/** Works once and for 15 minutes of database time; of two uses at once, one wins. Throws `access.link_invalid`. */
export async function signInWithLink(ctx: Ctx, input: { token: string }): Promise<OpenedSession> {
  authorize(ctx, 'session.create');
  const token_hash = hashSecret(input.token);
  const link = await accessDb(ctx.state.db)
    .selectFrom('ops_sign_in_links as l')
    .innerJoin('people as p', 'p.id', 'l.person_id')
    .where('l.token_hash', '=', token_hash)
    .where('p.disabled_at', 'is', null)
    .select(['l.person_id as id', 'l.workspace_id'])
    .executeTakeFirst();
  if (link === undefined) throw new AppError('access.link_invalid');
  const { id, workspace_id: workspaceId } = link;
  const own = { ...ctx, workspaceId, actor: { kind: 'person', id, grants: [], sessionId: '' } as const };
  return change(own, async (unit) => {
    const tx = accessTx(unit.tx);
    const used = await tx
      .updateTable('ops_sign_in_links')
      .set({ used_at: sql<Date>`now()` })
      .where('token_hash', '=', token_hash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .returning('id')
      .executeTakeFirst();
    if (used === undefined) throw new AppError('access.link_invalid');
    unit.append({ type: 'person.signed_in', v: 1, resource: id, payload: { by: 'link' } });
    return openSession(tx, { id, workspace_id: workspaceId });
  });
}
