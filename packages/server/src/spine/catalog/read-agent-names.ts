import type { Db } from '../tx.ts';
import type { AgentName } from './agent-names.ts';

/** PGlite stalls on larger reads. */
const page = 1000;

/** Every alias, ignored name and name first had by another team, of a workspace; at most 1,000 rows at a time. */
export async function readAgentNames(db: Db, workspaceId: string): Promise<AgentName[]> {
  const aliases = await pages((offset) =>
    db
      .selectFrom('agent_aliases as a')
      .innerJoin('agents', 'agents.id', 'a.agent_id')
      .select(['a.team_id as teamId', 'a.alias as name', 'a.service as service', 'agents.key as key'])
      .where('a.workspace_id', '=', workspaceId)
      .orderBy('a.team_id')
      .orderBy('a.alias')
      .orderBy('a.service')
      .offset(offset)
      .limit(page)
      .execute(),
  );
  const ignored = await pages((offset) =>
    db
      .selectFrom('ignored_agent_names')
      .select(['team_id as teamId', 'name', 'service'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('team_id')
      .orderBy('name')
      .orderBy('service')
      .offset(offset)
      .limit(page)
      .execute(),
  );
  const foreign = await pages((offset) =>
    db
      .selectFrom('agents')
      .select(['team_id as teamId', 'key as name', 'key'])
      .where('workspace_id', '=', workspaceId)
      .where('same_name_as', 'is not', null)
      .where('put_away', 'is', null)
      .orderBy('id')
      .offset(offset)
      .limit(page)
      .execute(),
  );
  return [
    ...foreign.map((row) => ({ ...row, service: '', foreign: true as const })),
    ...aliases,
    ...ignored.map((row) => ({ ...row, key: null })),
  ];
}

async function pages<Row>(next: (offset: number) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const more = await next(rows.length);
    rows.push(...more);
    if (more.length < page) return rows;
  }
}
