import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { demoTeamId, findDemoTeam } from '../demo-team.ts';
import { slugOf } from '../model/slug.ts';
import { closeDemoTeam } from './close-demo-team.ts';
import { createKey } from './create-key.ts';

/** `since`: when the team was made. `secret` is told here and nowhere else. */
export type OpenedDemo = { teamId: string; since: Date; secret: string };

/** The demo team, made where it is not there yet, and a new ingest key of it. Keys of fleets before are revoked: one at a time. */
export async function openDemoTeam(ctx: Ctx): Promise<OpenedDemo> {
  authorize(ctx, 'team.create');
  await change(ctx, async (unit) => {
    const teams = unit.tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId);
    const taken = new Set(
      (await teams.select(['id', 'slug']).forUpdate().execute()).flatMap((one) => [one.id, one.slug]),
    );
    const id = demoTeamId(ctx.workspaceId);
    if (taken.has(id)) return;
    const name = ['Demo', 'Demo fleet'].find((one) => !taken.has(slugOf(one))) ?? `Demo ${id.slice(-6)}`;
    const team = { id, workspace_id: ctx.workspaceId, name, slug: slugOf(name), created_at: new Date(ctx.clock.now()) };
    await unit.tx.insertInto('teams').values(team).execute();
    unit.append({ type: 'team.created', v: 1, resource: id, payload: { name, slug: team.slug } });
  });
  await closeDemoTeam(ctx, { reason: 'Another demo fleet was started.' });
  const { id: teamId, createdAt: since } = (await findDemoTeam(ctx))!;
  const bound = { agent: null, environment: null, expiresAt: null };
  const { secret } = await createKey(ctx, { name: 'Demo fleet', teamId, scopes: ['ingest'], ...bound });
  return { teamId, since, secret };
}
