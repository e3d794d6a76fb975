import { namesOfPeople } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { PromptNotices } from '../contract-notices.ts';
import { promptDb } from '../tables.ts';

/** What the caller, as the owner of agents, has not seen yet, newest first; at most 200. */
export async function listNotices(ctx: Ctx): Promise<PromptNotices['items']> {
  authorize(ctx, 'self.read');
  const rows = await promptDb(ctx.state.db)
    .selectFrom('ops_prompt_notices as n')
    .innerJoin('prompts as p', 'p.id', 'n.prompt_id')
    .select(['n.id', 'p.id as promptId', 'p.name', 'n.kind', 'n.number', 'n.label', 'n.agents', 'n.made_by', 'n.at'])
    .where('n.workspace_id', '=', ctx.workspaceId)
    .where('n.person_id', '=', ctx.actor.id)
    .orderBy('n.at', 'desc')
    .orderBy('n.id')
    .limit(200)
    .execute();
  const names = await namesOfPeople(
    ctx,
    rows.map((one) => one.made_by),
  );
  return rows.map(({ made_by: by, at, agents, ...row }) => ({
    ...row,
    agents: JSON.parse(agents) as string[],
    ...{ by, byName: names.get(by) ?? null, at: at.toISOString() },
  }));
}
