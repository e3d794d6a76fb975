import { nameOfPerson } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import { requestReassembly } from '../../monitoring/index.ts';
import { agentToChange } from '../find-agent.ts';

/** Who answers for an agent; null = nobody. Somebody who owns it also says that its name is this team's own. */
export async function nameOwner(ctx: Ctx, input: { id: string; personId: string | null }): Promise<void> {
  authorize(ctx, 'agent.change', 'anywhere');
  const { id, teamId, key, sameNameAs } = await agentToChange(ctx, input.id);
  const { personId } = input;
  if (personId !== null && (await nameOfPerson(ctx, personId)) === null)
    throw new AppError('lifecycle.not_found', { params: { noun: 'person with this id' } });
  await change(ctx, async ({ tx, append }) => {
    const mine = tx.selectFrom('agents').where('workspace_id', '=', ctx.workspaceId).where('id', '=', id);
    const { owner_id: before } = await mine.select('owner_id').forUpdate().executeTakeFirstOrThrow();
    if (before === personId) return;
    await tx
      .updateTable('agents')
      .set({ owner_id: personId, ...(personId !== null && { same_name_as: null }) })
      .where('id', '=', id)
      .execute();
    if (personId !== null && sameNameAs !== null)
      await requestReassembly(tx, ctx.workspaceId, { column: 'agent', teamId, values: [key] });
    append({ type: 'agent.owner_named', v: 1, resource: id, payload: { teamId, before, after: personId } });
  });
}
