import type { Db } from '../../../spine/tx.ts';
import { promptDb } from '../tables.ts';

/** Ids of prompts by what they are named by: an id, a name, or a name they had. What is not there is left out. Told to other rooms, not to people. */
export async function promptIds(db: Db, workspaceId: string, named: readonly string[]): Promise<Map<string, string>> {
  if (named.length === 0) return new Map();
  const tables = promptDb(db);
  const byName = await tables
    .selectFrom('prompt_names')
    .select(['name', 'prompt_id as id'])
    .where('workspace_id', '=', workspaceId)
    .where('name', 'in', named)
    .execute();
  const byId = await tables
    .selectFrom('prompts')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', named)
    .execute();
  return new Map([...byName.map((row) => [row.name, row.id] as const), ...byId.map(({ id }) => [id, id] as const)]);
}
