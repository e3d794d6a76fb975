import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessMigrations } from '../../../../access/migrations/index.ts';
import { openTestDatabase } from '../../../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../../../adapters/postgres/state-database.ts';
import { type Actor, type Role, systemActor } from '../../../../spine/actor.ts';
import { systemClock } from '../../../../spine/clock.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { spineMigrations } from '../../../../spine/migrations/index.ts';
import { monitoringMigrations } from '../../migrations/index.ts';
import { setPrice } from '../../verbs/set-price.ts';
import { callCosts } from './call-costs.ts';

let state: StateDatabase;
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...accessMigrations, ...monitoringMigrations]);
  await sql`insert into workspaces (id, name, created_at, content_key) values ('wsp_1', 'w', now(), '')`.execute(
    state.db,
  );
});
afterAll(() => state.close());

const ctx = (actor: Actor = systemActor): Ctx => ({
  ...{ actor, workspaceId: 'wsp_1', requestId: 'req_1', clock: systemClock, state },
});
const person = (role: Role): Actor => {
  const grants = [{ role, teamId: 'tea_1', agentId: null, environment: null }];
  return { kind: 'person', id: 'per_1', sessionId: 'ses_1', grants };
};
const million = { input: 1_000_000, output: 1_000_000, cacheRead: null, cacheWrite: null, reasoning: null };

test('by what the workspace says, else by the list; of a model nobody prices it is unknown', async () => {
  await setPrice(ctx(), { model: 'house-1', rates: { input: 1, output: 2 } });
  await setPrice(ctx(), { provider: 'openai', model: 'gpt-4o-mini', rates: { input: 7, output: 0 } });
  const costOf = await callCosts(ctx());
  expect(costOf({ model: 'house-1', provider: '' }, million)).toBe(3);
  expect(costOf({ model: 'gpt-4o-mini', provider: 'openai' }, million)).toBe(7);
  // Said of OpenAI alone: of whoever else has the model, the list's price holds.
  expect(costOf({ model: 'gpt-4o-mini', provider: '' }, million)).toBe(0.75);
  expect(costOf({ model: 'llama-9', provider: '' }, million)).toBeNull();
  expect(costOf({ model: 'gpt-4o-mini', provider: 'elsewhere' }, million)).toBeNull();
});

test('tokens that are not told make it unknown, not free', async () => {
  const costOf = await callCosts(ctx());
  expect(costOf({ model: 'house-1', provider: '' }, { ...million, input: null })).toBeNull();
  expect(costOf({ model: 'house-1', provider: '' }, { ...million, output: null })).toBeNull();
});

test('what is read from the cache is charged as that', async () => {
  await setPrice(ctx(), { model: 'house-2', rates: { input: 10, output: 0, cacheRead: 1 } });
  const costOf = await callCosts(ctx());
  expect(costOf({ model: 'house-2', provider: '' }, { ...million, cacheRead: 1_000_000 })).toBe(1);
});

test('who may not see prices is told none', async () => {
  const key = { id: 'key_1', teamId: 'tea_1', agent: null, environment: null };
  const asked = async (actor: Actor) => (await callCosts(ctx(actor)))({ model: 'house-1', provider: '' }, million);
  expect(await asked(person('prompt_engineer'))).toBe(3);
  expect(await asked({ kind: 'key', ...key, scopes: ['read'] })).toBe(3);
  expect(await asked({ kind: 'key', ...key, scopes: ['write'] })).toBeNull();
});
