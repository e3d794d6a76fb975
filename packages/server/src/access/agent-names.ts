import type { AccessDb } from './tables.ts';

/**
 * What these agents are called in derived rows, by id: the key, and aliases of any service, which spans say that are not yet
 * assembled. Never the name that people read, nor an alias of one service: either may be another agent's key.
 */
export async function namesOfAgents(db: AccessDb, ids: readonly string[]): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  if (ids.length === 0) return names;
  const keys = db.selectFrom('agents').where('id', 'in', ids).select(['id', 'key as name']);
  const aliases = db.selectFrom('agent_aliases').where('agent_id', 'in', ids).where('service', '=', '');
  const told = [await keys.execute(), await aliases.select(['agent_id as id', 'alias as name']).execute()].flat();
  for (const { id, name } of told) names.set(id, [...new Set([...(names.get(id) ?? []), name])]);
  return names;
}

/** The same of the agent that a team calls by this name: an alias first, then a key, then what people read. */
export async function namesOfAgent(db: AccessDb, teamId: string, name: string): Promise<readonly string[]> {
  const aliases = db.selectFrom('agent_aliases').where('team_id', '=', teamId).where('service', '=', '');
  const agents = db.selectFrom('agents').where('team_id', '=', teamId).select('id');
  const found =
    (await aliases.where('alias', '=', name).select('agent_id as id').executeTakeFirst()) ??
    (await agents.where('key', '=', name).executeTakeFirst()) ??
    (await agents.where('name', '=', name).executeTakeFirst());
  if (found === undefined) return [name];
  return (await namesOfAgents(db, [found.id])).get(found.id) ?? [name];
}
