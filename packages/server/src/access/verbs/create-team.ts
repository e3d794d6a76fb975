import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Team } from '../contract.ts';
import { uniqueOr } from '../conflict.ts';
import { teamOf } from '../model/rows.ts';
import { slugOf } from '../model/slug.ts';

/** Throws `access.conflict` where the name, or one that looks like it in an address, is taken. */
export async function createTeam(ctx: Ctx, input: { name: string }): Promise<Team> {
  authorize(ctx, 'team.create');
  const id = newId('tea');
  const team = { id, workspace_id: ctx.workspaceId, name: input.name, slug: slugOf(input.name), created_at: now(ctx) };
  await uniqueOr(`A team "${input.name}"`, () =>
    change(ctx, async (unit) => {
      await unit.tx.insertInto('teams').values(team).execute();
      unit.append({ type: 'team.created', v: 1, resource: id, payload: { name: team.name, slug: team.slug } });
    }),
  );
  return teamOf(team);
}

const now = (ctx: Ctx): Date => new Date(ctx.clock.now());
