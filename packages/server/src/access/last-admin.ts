import { AppError } from '../spine/errors.ts';
import type { AccessTx } from './tables.ts';

/**
 * Throws `access.last_admin` when nobody able to sign in holds admin of the whole workspace any more. Called after the removal,
 * inside its transaction. The workspace row is locked first: two admins who remove each other at once must not both pass.
 */
export async function keepAnAdmin(tx: AccessTx, workspaceId: string): Promise<void> {
  const left = await tx
    .selectFrom('grants as g')
    .innerJoin('people as p', 'p.id', 'g.person_id')
    .where('g.workspace_id', '=', workspaceId)
    .where('g.role', '=', 'admin')
    .where('g.team_id', 'is', null)
    .where('g.agent_id', 'is', null)
    .where('g.environment', 'is', null)
    .where('p.disabled_at', 'is', null)
    .where('p.locked_out_at', 'is', null)
    // One that ends, or was taken in an emergency, is not there tomorrow.
    .where('g.until', 'is', null)
    .select('g.id')
    .limit(1)
    .executeTakeFirst();
  if (left === undefined) throw new AppError('access.last_admin');
}

export const lockWorkspace = (tx: AccessTx, workspaceId: string): Promise<unknown> =>
  tx.selectFrom('workspaces').where('id', '=', workspaceId).select('id').forUpdate().execute();
