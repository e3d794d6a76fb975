import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { missing } from '../find-prompt.ts';
import { promptDb } from '../tables.ts';

/** The caller has seen what they were told: it goes. Throws `prompts.not_found` for what is not theirs. */
export async function seeNotice(ctx: Ctx, { id }: { id: string }): Promise<void> {
  authorize(ctx, 'self.change');
  const mine = promptDb(ctx.state.db).deleteFrom('ops_prompt_notices').where('workspace_id', '=', ctx.workspaceId);
  const { numDeletedRows } = await mine.where('person_id', '=', ctx.actor.id).where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw missing('notice');
}
