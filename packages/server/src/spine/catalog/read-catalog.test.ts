import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import { testWorkspace } from '../ledger/ledger.fixture.ts';
import { agentNamed } from './catalog.ts';
import { readCatalog } from './read-catalog.ts';

let state: StateDatabase;
beforeAll(async () => void (state = await openTestDatabase()));
afterAll(() => state.close());

async function filled(agents: number): Promise<string> {
  const { workspaceId: w } = await testWorkspace(state);
  await sql`insert into teams select ${w} || t, ${w}, 'Team ' || t, 'team-' || t, now() from (values ('a'), ('b')) as x(t)`.execute(
    state.db,
  );
  await sql`insert into environments values (${`${w}e`}, ${w}, 'production', now())`.execute(state.db);
  await sql`insert into agents (id, workspace_id, team_id, slug, name, key, created_at) select ${w} || lpad(i::text, 6, '0'), ${w}, ${`${w}a`}, 'agent-' || i, 'Agent ' || i, 'Agent ' || i, now()
    from generate_series(1, ${agents}::int) as i`.execute(state.db);
  await sql`insert into agent_aliases (workspace_id, team_id, alias, agent_id) select ${w}, ${`${w}a`}, n || ' of 1', ${`${w}000001`} from (values ('z'), ('b')) as x(n)`.execute(
    state.db,
  );
  return w;
}

test('teams, environments and agents with their aliases, of this workspace only', async () => {
  const w = await filled(2);
  await filled(1);
  expect(await readCatalog(state.db, w)).toEqual({
    teams: [
      { id: `${w}a`, name: 'Team a', slug: 'team-a' },
      { id: `${w}b`, name: 'Team b', slug: 'team-b' },
    ],
    environments: [{ id: `${w}e`, name: 'production' }],
    agents: [
      { id: `${w}000001`, teamId: `${w}a`, slug: 'agent-1', name: 'Agent 1', aliases: ['b of 1', 'z of 1'] },
      { id: `${w}000002`, teamId: `${w}a`, slug: 'agent-2', name: 'Agent 2', aliases: [] },
    ],
  });
});

test('more than one page is read whole, and none twice', async () => {
  const w = await filled(2001);
  const { agents } = await readCatalog(state.db, w);
  expect(new Set(agents.map((agent) => agent.id)).size).toBe(2001);
  expect(agents).toHaveLength(2001);
  expect(agents[0]!.aliases).toHaveLength(2);
});

test('an agent is found by name or alias within its team; the name wins', async () => {
  const one = { id: '1', teamId: 'a', slug: 'one', name: 'One', aliases: ['Two', 'first'] };
  const two = { id: '2', teamId: 'a', slug: 'two', name: 'Two', aliases: [] };
  const catalog = { teams: [], environments: [], agents: [one, two] };
  expect(agentNamed(catalog, 'a', 'first')).toBe(one);
  expect(agentNamed(catalog, 'a', 'Two')).toBe(two);
  expect(agentNamed(catalog, 'b', 'One')).toBeUndefined();
  expect(agentNamed(catalog, 'a', 'one')).toBeUndefined();
});
