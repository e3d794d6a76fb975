import type { AccessDb } from './tables.ts';

/** Every name that these agents go by, by id: the key of derived rows, the name people read, the aliases. */
export async function namesOfAgents(db: AccessDb, ids: readonly string[]): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  if (ids.length === 0) return names;
  const [own, aliases] = await Promise.all([
    db.selectFrom('agents').where('id', 'in', ids).select(['id', 'key', 'name']).execute(),
    db.selectFrom('agent_aliases').where('agent_id', 'in', ids).select(['agent_id as id', 'alias as name']).execute(),
  ]);
  const told = [...own, ...own.map(({ id, key }) => ({ id, name: key })), ...aliases];
  for (const { id, name } of told) names.set(id, [...new Set([...(names.get(id) ?? []), name])]);
  return names;
}

/** Every name of the agent that a team calls by this one; the name alone where the catalog has no such agent. */
export async function namesOfAgent(db: AccessDb, teamId: string, name: string): Promise<readonly string[]> {
  const byName = db
    .selectFrom('agents')
    .where('team_id', '=', teamId)
    .where((eb) => eb.or([eb('key', '=', name), eb('name', '=', name)]))
    .select('id');
  const byAlias = db.selectFrom('agent_aliases').where('team_id', '=', teamId).where('alias', '=', name);
  const found = (await byName.executeTakeFirst()) ?? (await byAlias.select('agent_id as id').executeTakeFirst());
  if (found === undefined) return [name];
  return [...new Set([name, ...((await namesOfAgents(db, [found.id])).get(found.id) ?? [])])];
}
