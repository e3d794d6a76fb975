import { sql } from 'kysely';
import { accessMigrations } from '../../access/migrations/index.ts';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import { type Actor, type Grant, systemActor } from '../../spine/actor.ts';
import { steppedClock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { RecordedEvent } from '../../spine/events.ts';
import { readLedger } from '../../spine/ledger/read-ledger.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { Content, type SavedVersion } from './contract.ts';
import { monitoringMigrations } from '../monitoring/index.ts';
import { promptMigrations } from './migrations/index.ts';
import { createPrompt } from './verbs/create-prompt.ts';
import { saveVersion } from './verbs/save-version.ts';

export type PromptWorld = Awaited<ReturnType<typeof openPromptWorld>>;

/** A content with every variable of its text declared as a string. */
export const contentOf = (body: unknown, more: object = {}): Content => {
  const used = [...JSON.stringify(body).matchAll(/\{\{ (\w+)/g)].map((match) => match[1]!);
  const properties = Object.fromEntries(used.map((name) => [name, { type: 'string' }]));
  return Content.parse({ body, variables: { type: 'object', properties }, ...more });
};

/** Two workspaces on the real engine; in the first two teams and the people Ada, Ben and Cy. */
export async function openPromptWorld() {
  const state = await openTestDatabase([
    ...spineMigrations,
    ...accessMigrations,
    ...monitoringMigrations,
    ...promptMigrations,
  ]);
  for (const id of ['wsp_1', 'wsp_2'])
    await sql`insert into workspaces (id, name, created_at, content_key) values (${id}, 'w', now(), '')`.execute(
      state.db,
    );
  for (const [id, workspace] of [
    ['tea_1', 'wsp_1'],
    ['tea_2', 'wsp_1'],
    ['tea_9', 'wsp_2'],
  ])
    await sql`insert into teams (id, workspace_id, name, slug, created_at) values (${id}, ${workspace}, ${`Team ${id}`}, ${id}, now())`.execute(
      state.db,
    );
  for (const name of ['Ada', 'Ben', 'Cy'])
    await sql`insert into people (id, workspace_id, name, email, created_at)
      values (${`per_${name}`}, 'wsp_1', ${name}, ${`${name}@example.com`}, now())`.execute(state.db);
  const clock = steppedClock(1_795_325_040_000);
  const ctx = (actor: Actor = systemActor, workspaceId = 'wsp_1'): Ctx => ({
    ...{ actor, workspaceId, requestId: 'req_test', clock, state },
  });
  const person = (name: string, role: Grant['role'] = 'prompt_engineer', teamId: string | null = 'tea_1'): Ctx =>
    ctx({
      ...{ kind: 'person', id: `per_${name}`, sessionId: 'ses_1' },
      grants: [{ role, teamId, agentId: null, environment: null }],
    });
  const save = (id: string, body: unknown, by: Ctx = person('Ada')): Promise<SavedVersion> =>
    saveVersion(by, { id, content: contentOf(body), message: '' });
  return {
    ...{ state, clock, ctx, person, save, ada: person('Ada'), ben: person('Ben'), close: () => state.close() },
    /** A prompt of Ada's with these versions. Returns its id. */
    async prompt(name: string, ...bodies: unknown[]): Promise<string> {
      const kind = Array.isArray(bodies[0]) ? 'chat' : 'text';
      const { id } = await createPrompt(person('Ada'), { name, teamId: 'tea_1', kind, folder: '', tags: [] });
      for (const body of bodies) await save(id, body);
      return id;
    },
    /** Types of the ledger's events about a resource, oldest first. */
    async events(resource?: string): Promise<RecordedEvent[]> {
      const all = await readLedger(state.db, 'wsp_1', 0, 1000);
      return resource === undefined ? all : all.filter((one) => one.resource === resource);
    },
  };
}
