import { sql } from 'kysely';
import type { Ctx } from '../spine/ctx.ts';
import type { Grant } from './contract.ts';
import { grantOf } from './model/rows.ts';
import type { AccessTx } from './tables.ts';

export type NewGrant = Pick<
  Grant,
  'id' | 'personId' | 'role' | 'teamId' | 'agentId' | 'environment' | 'source' | 'reason'
> & {
  until: Date | null;
};

/** Writes a grant inside a change; who calls appends its event. An equal one that has ended makes room. */
export async function addGrant(tx: AccessTx, ctx: Ctx, grant: NewGrant): Promise<Grant> {
  const { id, personId, role, teamId, agentId, environment, until, source, reason } = grant;
  await tx
    .deleteFrom('grants')
    .where('person_id', '=', personId)
    .where('until', '<=', sql<Date>`now()`)
    .execute();
  const place = { team_id: teamId, agent_id: agentId, environment };
  const row = { id, workspace_id: ctx.workspaceId, person_id: personId, role, ...place, until, source, reason };
  await tx
    .insertInto('grants')
    .values({ ...row, created_at: new Date(ctx.clock.now()) })
    .execute();
  return grantOf(row);
}
