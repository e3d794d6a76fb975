import { authorize } from '../../spine/authorize.ts';
import type { Role } from '../../spine/actor.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Grant } from '../contract.ts';
import { uniqueOr } from '../conflict.ts';
import { placeOf } from '../model/place.ts';
import { grantOf } from '../model/rows.ts';
import { notFound } from '../not-found.ts';
import { accessTx } from '../tables.ts';

type Input = {
  personId: string;
  role: Role;
  teamId: string | null;
  agentId: string | null;
  environment: string | null;
};

/** Role × scope × environment for a person. One may grant only within what one administers. */
export async function createGrant(ctx: Ctx, input: Input): Promise<Grant> {
  authorize(ctx, 'grant.create', placeOf(input));
  const id = newId('grt');
  const { personId, role, teamId, agentId, environment } = input;
  return uniqueOr('This grant', () =>
    change(ctx, async (unit) => {
      const tx = accessTx(unit.tx);
      const people = tx.selectFrom('people').where('workspace_id', '=', ctx.workspaceId).where('id', '=', personId);
      if ((await people.select('id').executeTakeFirst()) === undefined) throw notFound('person');
      if (teamId !== null) {
        const teams = tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('id', '=', teamId);
        if ((await teams.select('id').executeTakeFirst()) === undefined) throw notFound('team');
      }
      const place = { team_id: teamId, agent_id: agentId, environment };
      const row = { id, workspace_id: ctx.workspaceId, person_id: personId, role, ...place };
      await tx
        .insertInto('grants')
        .values({ ...row, created_at: new Date(ctx.clock.now()) })
        .execute();
      const payload = { personId, role, teamId, agentId, environment };
      unit.append({ type: 'grant.created', v: 1, resource: id, payload });
      return grantOf(row);
    }),
  );
}
