import { authorize } from '../../spine/authorize.ts';
import type { Role } from '../../spine/actor.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { givingOfRole, outlasts } from '../../spine/giving.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Grant } from '../contract.ts';
import { uniqueOr } from '../conflict.ts';
import { addGrant } from '../grants.ts';
import { placeOf } from '../model/place.ts';
import { notFound } from '../not-found.ts';
import { accessTx, type AccessTx } from '../tables.ts';

/** `until`: ISO time at which the grant ends by itself; an auditor's must. */
type Input = {
  personId: string;
  role: Role;
  teamId: string | null;
  agentId: string | null;
  environment: string | null;
  until?: string | null;
};

/**
 * Role × scope × environment for a person. One may grant only within what one holds, and for no longer. On an agent it is kept with the
 * agent's team, named or not.
 */
export async function createGrant(ctx: Ctx, input: Input): Promise<Grant> {
  authorize(ctx, 'grant.create', placeOf(input));
  const place = placeOf(input);
  const until = input.until == null ? null : new Date(input.until);
  if (input.role === 'auditor' && until === null)
    throw new AppError('request.invalid', {
      fields: [{ path: 'until', message: 'An auditor’s grant must have an end.' }],
    });
  if (until !== null && until.getTime() <= ctx.clock.now())
    throw new AppError('request.invalid', { fields: [{ path: 'until', message: 'The end must be in the future.' }] });
  const giving = givingOfRole(ctx.actor, input.role, place);
  if (giving.missing.length > 0)
    throw new AppError('access.role_exceeded', { params: { missing: giving.missing.join(', ') } });
  if (outlasts(until?.getTime() ?? null, giving.until))
    throw new AppError('access.beyond_own_end', { params: { until: new Date(giving.until!).toISOString() } });
  const { personId } = input;
  return uniqueOr('This grant', () =>
    change(ctx, async (unit) => {
      const tx = accessTx(unit.tx);
      const people = tx.selectFrom('people').where('workspace_id', '=', ctx.workspaceId).where('id', '=', personId);
      if ((await people.select('id').executeTakeFirst()) === undefined) throw notFound('person');
      const teamId = await teamOf(tx, ctx, input);
      if (teamId !== null) {
        const teams = tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('id', '=', teamId);
        if ((await teams.select('id').executeTakeFirst()) === undefined) throw notFound('team');
      }
      const grant = await addGrant(tx, ctx, {
        ...input,
        teamId,
        id: newId('grt'),
        until,
        source: 'person',
        reason: null,
      });
      const { role, agentId, environment } = input;
      const payload = {
        ...{ personId, role, teamId, agentId, environment },
        ...(until !== null && { until: until.toISOString() }),
      };
      unit.append({ type: 'grant.created', v: 1, resource: grant.id, payload });
      return grant;
    }),
  );
}

async function teamOf(tx: AccessTx, ctx: Ctx, { teamId, agentId }: Input): Promise<string | null> {
  if (agentId === null) return teamId;
  const agents = tx.selectFrom('agents').where('workspace_id', '=', ctx.workspaceId).where('id', '=', agentId);
  const found = await agents.select('team_id').executeTakeFirst();
  if (found === undefined || (teamId ?? found.team_id) !== found.team_id) throw notFound('agent');
  return found.team_id;
}
