import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoTeamId } from '../../../access/index.ts';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../../adapters/postgres/state-database.ts';
import { type Actor, systemActor } from '../../../spine/actor.ts';
import { steppedClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import { createPrompt, savePromptVersion } from '../../prompts/index.ts';
import { testSeal } from '../routes.fixture.ts';
import { beginFreeze } from '../verbs/begin-freeze.ts';
import { makeTeams, stateMigrations } from '../world.fixture.ts';
import { declareDemo } from './declare-demo.ts';
import { putAwayDemo } from './put-away-demo.ts';

const since = Date.UTC(2026, 10, 18, 12);
const teamId = demoTeamId('wsp_1');
const clock = steppedClock(since + 1000);
let state: StateDatabase;

beforeAll(async () => {
  state = await openTestDatabase(stateMigrations);
  await makeTeams(state);
  await sql`insert into teams (id, workspace_id, name, slug, created_at) values (${teamId}, 'wsp_1', 'Demo', 'demo', now())`.execute(
    state.db,
  );
});
afterAll(() => state.close());

const ctx = (actor: Actor = systemActor): Ctx => ({
  ...{ actor, workspaceId: 'wsp_1', requestId: 'req_test', clock, state },
});
const admin: Actor = {
  kind: 'person',
  ...{ id: 'per_1', sessionId: 'ses_1' },
  grants: [{ role: 'admin', teamId: null, agentId: null, environment: null }],
};
const rows = async <Row>(query: ReturnType<typeof sql>): Promise<Row[]> =>
  (await query.execute(state.db)).rows as Row[];
const gained = async (act: () => Promise<unknown>): Promise<{ type: string; actor: string }[]> => {
  const before = (await readLedger(state.db, 'wsp_1', 0, 5000)).length;
  await act();
  return (await readLedger(state.db, 'wsp_1', 0, 5000)).slice(before);
};
const inUse = () =>
  rows<{ name: string }>(sql`select name from prompts where archived_at is null order by name`).then((all) =>
    all.map(({ name }) => name),
  );

test('where nothing was declared nothing happens', async () => {
  expect(await gained(() => putAwayDemo(ctx()))).toEqual([]);
});

test('without anybody to answer for them its agents stand unclaimed', async () => {
  await declareDemo(ctx(), testSeal, { teamId, since, ownerId: null });
  const owners = await rows<{ owner_id: string | null }>(sql`select owner_id from agents where team_id = ${teamId}`);
  expect(owners).toHaveLength(10);
  expect(owners.every((one) => one.owner_id === null)).toBe(true);
});

test('an admin ends it under their own name; prompts, agents and freezes of others stay', async () => {
  const window = { from: '2026-12-24T00:00:00Z', until: '2026-12-27T00:00:00Z', timeZone: 'UTC' };
  const own = await beginFreeze(ctx(admin), { ...window, teamId, reason: 'Holidays' });
  const made = await createPrompt(ctx(admin), { name: 'ours', teamId, folder: '', kind: 'text', tags: [] });
  const settings = { models: [], parameters: {}, tools: [] };
  const variables = { type: 'object', properties: {} };
  const content = { body: '{% prompt "triage@production" %}', variables, settings, outputSchema: null };
  await savePromptVersion(ctx(admin), { id: made.id, content, message: '' });

  const events = await gained(() => putAwayDemo(ctx(admin)));
  expect(new Set(events.map((event) => event.actor))).toEqual(new Set(['per_1']));
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  expect([count('freeze.lifted'), count('prompt.archived'), count('agent.owner_named')]).toEqual([1, 4, 0]);
  // One refers to it: that would break.
  expect(await inUse()).toEqual(['ours', 'triage']);
  const standing = sql`select id from freeze_windows where lifted_at is null`;
  expect(await rows(standing)).toEqual([{ id: own.id }]);
});

test('releases and deployments stay as they were made', async () => {
  const [counts] = await rows<{ releases: string; deployments: string }>(
    sql`select (select count(*) from releases)::text as releases, (select count(*) from deployments)::text as deployments`,
  );
  expect(counts).toEqual({ releases: '9', deployments: '8' });
});

test('a second end changes nothing', async () => {
  expect(await gained(() => putAwayDemo(ctx()))).toEqual([]);
});
