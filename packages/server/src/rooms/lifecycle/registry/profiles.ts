import type { Ctx } from '../../../spine/ctx.ts';
import { AgentProfile } from '../contract-agents.ts';
import { lifecycleDb } from '../tables.ts';

/** PGlite stalls on larger reads. */
const page = 500;

/** What is said about every agent of the workspace, by its id; of those that nobody said anything about there is none. */
export async function profilesOf({ state, workspaceId }: Ctx): Promise<Map<string, AgentProfile>> {
  const found = new Map<string, AgentProfile>();
  for (let last = '', more = page; more === page;) {
    const rows = await lifecycleDb(state.db)
      .selectFrom('agent_profiles')
      .select(['agent_id', 'profile'])
      .where('workspace_id', '=', workspaceId)
      .where('agent_id', '>', last)
      .orderBy('agent_id')
      .limit(page)
      .execute();
    for (const row of rows) found.set(row.agent_id, AgentProfile.parse(JSON.parse(row.profile)));
    last = rows.at(-1)?.agent_id ?? '';
    more = rows.length;
  }
  return found;
}
