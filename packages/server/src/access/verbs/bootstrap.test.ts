import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import { guestActor, systemActor, type Actor } from '../../spine/actor.ts';
import { steppedClock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { readLedger } from '../../spine/ledger/read-ledger.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { sealWith } from '../../spine/seal.ts';
import { accessMigrations } from '../migrations/index.ts';
import { bootstrap, type Bootstrapped } from './bootstrap.ts';
import { createGrant } from './create-grant.ts';
import { createPerson } from './create-person.ts';
import { createTeam } from './create-team.ts';
import { disablePerson } from './disable-person.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
let state: StateDatabase;
let first: Bootstrapped;
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...accessMigrations]);
});
afterAll(() => state.close());

const ctx = (actor: Actor = systemActor, workspaceId = ''): Ctx => ({
  ...{ actor, workspaceId, requestId: newId('req'), clock: steppedClock(Date.now()), state },
});
const counts = async (): Promise<unknown> =>
  (
    await sql`select (select count(*)::int from workspaces) w, (select count(*)::int from teams) t,
      (select count(*)::int from people) p, (select count(*)::int from grants) g, (select count(*)::int from keys) k`.execute(
      state.db,
    )
  ).rows[0];

test('nobody but the system may make the first workspace', async () => {
  await expect(bootstrap(ctx(guestActor), seal)).rejects.toMatchObject({ code: 'access.denied' });
  const admin = { role: 'admin', teamId: null, agentId: null, environment: null } as const;
  const narrow: Actor = { kind: 'person', id: 'per_x', sessionId: 'ses_x', grants: [{ ...admin, teamId: 'tea_x' }] };
  await expect(bootstrap(ctx(narrow), seal)).rejects.toMatchObject({ code: 'access.denied' });
  expect(await counts()).toEqual({ w: 0, t: 0, p: 0, g: 0, k: 0 });
});

test('five nodes that start at once make one workspace, and one of them has the key', async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => bootstrap(ctx(), seal)));
  const keys = made.flatMap((one) => one.ingestKey ?? []);
  expect(keys).toHaveLength(1);
  expect(new Set(made.map((one) => [one.workspaceId, one.teamId, one.adminId].join())).size).toBe(1);
  expect(await counts()).toEqual({ w: 1, t: 1, p: 1, g: 1, k: 1 });
  first = made[0]!;
});

test('what was made stands in the ledger, in order and once, without the secret', async () => {
  const events = await readLedger(state.db, first.workspaceId, 0, 100);
  expect(events.map((event) => event.type)).toEqual([
    ...['workspace.created', 'team.created', 'person.created', 'grant.created', 'key.created'],
  ]);
  expect(new Set(events.map((event) => event.actor))).toEqual(new Set(['system']));
  expect(JSON.stringify(events)).not.toMatch(/sbx_|secret/);
});

test('a later start finds the same, and writes nothing', async () => {
  expect(await bootstrap(ctx(), seal)).toEqual({ ...first, ingestKey: null });
  expect(await readLedger(state.db, first.workspaceId, 0, 100)).toHaveLength(5);
});

test('a start with another root key is told so, and changes nothing', async () => {
  const other = sealWith(new Uint8Array(32).fill(8));
  await expect(bootstrap(ctx(), other)).rejects.toMatchObject({ code: 'config.root_key_differs' });
  expect(await counts()).toEqual({ w: 1, t: 1, p: 1, g: 1, k: 1 });
});

test('the admin it names can sign in where one can: a disabled one and a dated one are passed over', async () => {
  const own = ctx(systemActor, first.workspaceId);
  const everywhere = { teamId: null, agentId: null, environment: null };
  const person = async (name: string): Promise<string> =>
    (await createPerson(own, { name, email: `${name}@example.com` })).person.id;
  const [dated, second] = [await person('dated'), await person('second')];
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await createGrant(own, { personId: dated, role: 'admin', ...everywhere, until });
  await createGrant(own, { personId: second, role: 'admin', ...everywhere });
  expect((await bootstrap(ctx(), seal)).adminId).toBe(first.adminId);
  await disablePerson(own, { id: first.adminId, reason: 'left' });
  expect((await bootstrap(ctx(), seal)).adminId).toBe(second);
});

test('the team it names is the first that was made, however many there are', async () => {
  const own = ctx(systemActor, first.workspaceId);
  for (const name of ['Aaa', 'Bbb', 'Ccc']) await createTeam(own, { name });
  expect((await bootstrap(ctx(), seal)).teamId).toBe(first.teamId);
});
