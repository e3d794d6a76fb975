import { allows, authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Team } from '../contract.ts';
import { uniqueOr } from '../conflict.ts';
import { notFound } from '../not-found.ts';
import { teamOf } from '../model/rows.ts';

/** The slug stays: addresses that people have kept go on working. */
export async function renameTeam(ctx: Ctx, input: { id: string; name: string }): Promise<Team> {
  authorize(ctx, 'team.rename', 'anywhere');
  if (!allows(ctx.actor, 'team.rename', { teamId: input.id })) throw notFound('team');
  return uniqueOr(`A team "${input.name}"`, () =>
    change(ctx, async (unit) => {
      const mine = unit.tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('id', '=', input.id);
      const team = await mine.selectAll().forUpdate().executeTakeFirst();
      if (team === undefined) throw notFound('team');
      await unit.tx.updateTable('teams').set({ name: input.name }).where('id', '=', team.id).execute();
      const payload = { before: team.name, after: input.name };
      unit.append({ type: 'team.renamed', v: 1, resource: team.id, payload });
      return teamOf({ ...team, name: input.name });
    }),
  );
}
