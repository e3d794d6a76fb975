import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { promptsMadeBy, restorePrompt } from '../../prompts/index.ts';
import { comeBack } from '../reactions/observe-agents.ts';
import { demoAuthors } from './demo-actor.ts';
import { demoAgents } from './fleet.ts';

/** What the end of the demo before put away: its prompts, and its agents, whose ids this returns. */
export async function comeBackWith(ctx: Ctx, teamId: string): Promise<string[]> {
  const keys = demoAgents.map(({ key }) => key);
  const back = await change(ctx, async ({ tx, append }) => {
    const rows = await comeBack(tx, { workspace_id: ctx.workspaceId, team_id: teamId }, keys);
    for (const { id } of rows) append({ type: 'agent.returned', v: 1, resource: id, payload: { teamId } });
    return rows.map(({ id }) => id);
  });
  if (back.length > 0)
    for (const { id } of await promptsMadeBy(ctx, { teamId, by: demoAuthors, isArchived: true }))
      await restorePrompt(ctx, { id });
  return back;
}
