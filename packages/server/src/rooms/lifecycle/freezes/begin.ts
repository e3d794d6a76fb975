import type { Resource } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import type { Unit } from '../../../spine/ledger/change.ts';
import type { Freeze } from '../contract-deployments.ts';
import { findAgent } from '../registry/find-agent.ts';
import { lifecycleTx } from '../tables.ts';
import { freezeEvent, freezeOf } from './rows.ts';

/** Where a freeze holds: left out = everywhere. */
export type FreezeScope = { teamId?: string; agentId?: string; environment?: string };
type Wish = { from: Date; until: Date; timeZone: string; reason: string; source: string | null };

/** Where it acts, as rights are asked for: of an agent, its team too. Throws `lifecycle.not_found`. */
export async function placeOfFreeze(
  ctx: Ctx,
  { teamId, agentId, environment }: FreezeScope,
): Promise<Exclude<Resource, string>> {
  const where = environment === undefined ? {} : { environment };
  if (agentId === undefined && teamId === undefined) return where;
  if (agentId === undefined) return { ...where, teamId: await teamWith(ctx, teamId!) };
  const agent = await findAgent(ctx, agentId);
  return { ...where, teamId: agent.teamId, agentId: agent.id, agent: agent.key };
}

async function teamWith({ state, workspaceId }: Ctx, id: string): Promise<string> {
  const teams = state.db.selectFrom('teams').select('id').where('workspace_id', '=', workspaceId);
  const team = await teams.where('id', '=', id).executeTakeFirst();
  if (team === undefined) throw new AppError('lifecycle.not_found', { params: { noun: 'team with this id' } });
  return team.id;
}

/** Writes a freeze with its event. Who acts owns it. */
export async function begin(
  { tx, append }: Unit,
  ctx: Ctx,
  place: Exclude<Resource, string>,
  { from, until, timeZone, reason, source }: Wish,
): Promise<Freeze> {
  const at = new Date(ctx.clock.now());
  const row = {
    ...{ id: newId('frz', at.getTime()), workspace_id: ctx.workspaceId, environment: place.environment ?? null },
    ...{ team_id: place.teamId ?? null, agent_id: place.agentId ?? null, reason, source },
    ...{ from_at: from, until_at: until, time_zone: timeZone },
    ...{ owner_id: ctx.actor.id, made_at: at, made_by: ctx.actor.id, lifted_at: null },
  };
  await lifecycleTx(tx).insertInto('freeze_windows').values(row).execute();
  const freeze = freezeOf(row);
  append(freezeEvent('freeze.begun', freeze));
  return freeze;
}

type Row = Parameters<typeof freezeOf>[0];

/** Ends a freeze before its time, with its event. */
export async function lift({ tx, append }: Unit, ctx: Ctx, row: Row): Promise<Freeze> {
  const lifted_at = new Date(ctx.clock.now());
  await lifecycleTx(tx).updateTable('freeze_windows').set({ lifted_at }).where('id', '=', row.id).execute();
  const freeze = freezeOf({ ...row, lifted_at });
  append(freezeEvent('freeze.lifted', freeze));
  return freeze;
}
