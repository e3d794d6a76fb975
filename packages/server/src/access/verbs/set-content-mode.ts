import type { ContentMode } from '../../spine/content-mode.ts';
import { allows, authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { change } from '../../spine/ledger/change.ts';
import { placeOf } from '../model/place.ts';
import { notFound } from '../not-found.ts';
import { accessTx } from '../tables.ts';

/** What is kept of what the key sends from now on: at once in this process, within 5 s in others. What was kept stays. */
export async function setContentMode(ctx: Ctx, input: { id: string; contentMode: ContentMode }): Promise<void> {
  authorize(ctx, 'key.create', 'anywhere');
  await change(ctx, async (unit) => {
    const tx = accessTx(unit.tx);
    const key = await tx
      .selectFrom('keys')
      .where('workspace_id', '=', ctx.workspaceId)
      .where('id', '=', input.id)
      .select(['id', 'team_id', 'agent', 'environment', 'content_mode'])
      .forUpdate()
      .executeTakeFirst();
    if (key === undefined) throw notFound('key');
    const place = placeOf({ teamId: key.team_id, agent: key.agent, environment: key.environment });
    if (!allows(ctx.actor, 'key.create', place)) throw notFound('key');
    if (key.content_mode === input.contentMode) return;
    await tx.updateTable('keys').set({ content_mode: input.contentMode }).where('id', '=', key.id).execute();
    const payload = { teamId: key.team_id, before: key.content_mode, after: input.contentMode };
    unit.append({ type: 'key.content_mode_changed', v: 1, resource: key.id, payload });
  });
}
