import { sql } from 'kysely';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import { countCodeTry, secondFactorOf, useCode } from '../second-factors.ts';
import { hashSecret } from '../secret.ts';
import { openSession, type OpenedSession } from '../sessions.ts';
import { accessDb, accessTx } from '../tables.ts';

type Input = { token: string; code?: string | undefined };

/**
 * Works once and for 15 minutes of database time; of two uses at once, one wins. A wrong code does not use the link up. Throws
 * `access.link_invalid`, `access.code_needed`, `access.code_wrong`, `access.throttled`.
 */
export async function signInWithLink(ctx: Ctx, input: Input, seal: Seal): Promise<OpenedSession> {
  authorize(ctx, 'session.create');
  const token_hash = hashSecret(input.token);
  const link = await accessDb(ctx.state.db)
    .selectFrom('ops_sign_in_links as l')
    .innerJoin('people as p', 'p.id', 'l.person_id')
    .where('l.token_hash', '=', token_hash)
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', sql<Date>`now()`)
    .where('p.disabled_at', 'is', null)
    .where('p.locked_out_at', 'is', null)
    .select(['l.person_id as id', 'l.workspace_id'])
    .executeTakeFirst();
  if (link === undefined) throw new AppError('access.link_invalid');
  const { id, workspace_id: workspaceId } = link;
  const factor = await secondFactorOf(ctx.state, id);
  const left = factor === null ? 0 : await countCodeTry(ctx.state, id, input.code);
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
    const second = factor && (await useCode(tx, seal, { ...factor, personId: id, left }, input.code!));
    const payload = { by: 'link', ...(second !== null && { second }) } as const;
    unit.append({ type: 'person.signed_in', v: 1, resource: id, payload });
    return openSession(tx, { id, workspace_id: workspaceId }, { by: 'link' });
  });
}
