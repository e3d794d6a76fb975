import type { Db } from '../tx.ts';
import type { Agent, Catalog } from './catalog.ts';

/** PGlite stalls on larger reads. */
const page = 1000;

/** The catalog of one workspace, each list by id (which is by age). Reads at most 1,000 rows at a time. */
export async function readCatalog(db: Db, workspaceId: string): Promise<Catalog> {
  const teams = await pages((after) =>
    db
      .selectFrom('teams')
      .select(['id', 'name', 'slug'])
      .where('workspace_id', '=', workspaceId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(page)
      .execute(),
  );
  const environments = await pages((after) =>
    db
      .selectFrom('environments')
      .select(['id', 'name'])
      .where('workspace_id', '=', workspaceId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(page)
      .execute(),
  );
  const agents = await pages((after) => agentsAfter(db, workspaceId, after));
  return { teams, environments, agents };
}

async function agentsAfter(db: Db, workspaceId: string, after: string): Promise<Agent[]> {
  const rows = await db
    .selectFrom('agents')
    .select(['id', 'team_id as teamId', 'slug', 'name'])
    // One row per agent however many aliases: a join would let a page end in the middle of one.
    .select((eb) =>
      eb
        .selectFrom('agent_aliases')
        .select((alias) => alias.fn.agg<string[] | null>('array_agg', ['alias']).as('aliases'))
        .whereRef('agent_aliases.agent_id', '=', 'agents.id')
        .as('aliases'),
    )
    .where('workspace_id', '=', workspaceId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(page)
    .execute();
  return rows.map((row) => ({ ...row, aliases: [...(row.aliases ?? [])].sort() }));
}

async function pages<Row extends { id: string }>(next: (after: string) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const more = await next(rows.at(-1)?.id ?? '');
    rows.push(...more);
    if (more.length < page) return rows;
  }
}
