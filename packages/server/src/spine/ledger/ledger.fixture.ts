import type { Ctx } from '../ctx.ts';
import { systemActor } from '../actor.ts';
import { systemClock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Transactor } from '../tx.ts';
import { change } from './change.ts';

/** A ctx of the system in a workspace of its own, with that workspace's first event in its ledger. */
export async function testWorkspace(state: Transactor): Promise<Ctx> {
  const ctx: Ctx = {
    actor: systemActor,
    workspaceId: newId('wsp'),
    requestId: newId('req'),
    clock: systemClock,
    state,
  };
  await change(ctx, async ({ tx, append }) => {
    const workspace = { id: ctx.workspaceId, name: 'Test', created_at: new Date(), content_key: 'sb1.none' };
    await tx.insertInto('workspaces').values(workspace).execute();
    append({ type: 'workspace.created', v: 1, resource: ctx.workspaceId, payload: { name: 'Test' } });
  });
  return ctx;
}
