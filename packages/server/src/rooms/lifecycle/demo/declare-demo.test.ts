import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoTeamId } from '../../../access/index.ts';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../../adapters/postgres/state-database.ts';
import { systemActor } from '../../../spine/actor.ts';
import { steppedClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import { createPrompt } from '../../prompts/index.ts';
import { putAwayRemoved } from '../reactions/put-away-removed.ts';
import { testSeal } from '../routes.fixture.ts';
import { describeAgent } from '../verbs/describe-agent.ts';
import { makeTeams, stateMigrations } from '../world.fixture.ts';
import { declareDemo, type DemoReleases } from './declare-demo.ts';
import { dayMs } from './freeze.ts';
import { putAwayDemo } from './put-away-demo.ts';

const since = Date.UTC(2026, 10, 18, 12);
const teamId = demoTeamId('wsp_1');
let state: StateDatabase;
let ctx: Ctx;
let told: DemoReleases;
const clock = steppedClock(since + 1000);

beforeAll(async () => {
  state = await openTestDatabase(stateMigrations);
  await makeTeams(state);
  const team = sql`insert into teams (id, workspace_id, name, slug, created_at) values (${teamId}, 'wsp_1', 'Demo', 'demo', now())`;
  await team.execute(state.db);
  ctx = { actor: systemActor, workspaceId: 'wsp_1', requestId: 'req_test', clock, state };
  // Somebody else's prompt of that name stays what it is.
  await createPrompt(ctx, { name: 'research', teamId: 'tea_1', folder: '', kind: 'text', tags: [] });
  told = await declare();
});
afterAll(() => state.close());

const declare = (): Promise<DemoReleases> => declareDemo(ctx, testSeal, { teamId, since, ownerId: 'per_1' });
const rows = async <Row>(query: ReturnType<typeof sql>): Promise<Row[]> =>
  (await query.execute(state.db)).rows as Row[];
const count = async (): Promise<number> => (await readLedger(state.db, 'wsp_1', 0, 5000)).length;
const agents = () =>
  rows<{ key: string; owner_id: string | null; put_away: string | null }>(
    sql`select key, owner_id, put_away from agents where team_id = ${teamId} order by key`,
  );
const prompts = () =>
  rows<{ name: string; isAway: boolean }>(
    sql`select name, archived_at is not null as "isAway" from prompts where team_id = ${teamId} order by name`,
  );
const freezes = () =>
  rows<{ from_at: Date; lifted_at: Date | null }>(sql`select from_at, lifted_at from freeze_windows order by made_at`);

test('ten agents have an owner and a profile; the two that are left out are not there', async () => {
  const all = await agents();
  expect(all).toHaveLength(10);
  expect(new Set(all.map((one) => one.owner_id))).toEqual(new Set(['per_1']));
  expect(all.map((one) => one.key)).not.toContain('translator');
});

test('tells the fleet digest and prompt of each release', () => {
  expect(Object.keys(told).toSorted()).toEqual(['onboarding', 'refunds', 'research', 'support', 'triage']);
  expect(Object.keys(told['support']!).toSorted()).toEqual(['5.4.1', '5.5.0']);
  for (const one of Object.values(told).flatMap(Object.values<DemoReleases[string][string]>))
    expect(one.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(told['support']!['5.5.0']!.prompt).toBe(3);
});

test('a prompt whose name another team has is left alone; its agent is released without it', async () => {
  expect(told['research']!['1.9.0']!.prompt).toBeNull();
  // Without a text they would be one release, but for what the notes say.
  expect(Object.keys(told['research']!).toSorted()).toEqual(['1.8.0', '1.9.0']);
  expect((await prompts()).map((one) => one.name)).toEqual(['onboarding', 'refunds', 'support', 'triage']);
});

test('prompts have their labels', async () => {
  const labels = await rows<{ at: string }>(
    sql`select label || ' ' || l.number as at from prompt_labels l join prompts p on p.id = l.prompt_id where p.name = 'support' order by label`,
  );
  expect(labels.map((one) => one.at)).toEqual(['production 2', 'staging 3']);
});

test('support was deployed, changed and rolled back on the days of the fleet; refunds has a candidate', async () => {
  const history = (key: string) =>
    rows<{ verb: string; at: Date; version: string }>(
      sql`select h.verb, h.at, r.version from deployment_history h join releases r on r.id = h.release_id
          join agents a on a.id = h.agent_id where a.key = ${key} order by h.version`,
    );
  expect((await history('support')).map((one) => [one.verb, one.version, (since - one.at.getTime()) / dayMs])).toEqual([
    ['deploy', '5.4.1', 60],
    ['deploy', '5.5.0', 4],
    ['roll_back', '5.4.1', 3.2],
  ]);
  const shares = sql`select candidate_share as share from deployments d join agents a on a.id = d.agent_id where a.key = 'refunds'`;
  expect(await rows(shares)).toEqual([{ share: 35_000 }]);
});

test('some have a way back, and some have not', async () => {
  const past = await rows<{ key: string; past: string }>(
    sql`select a.key, d.past::text from deployments d join agents a on a.id = d.agent_id where environment = 'production' order by a.key`,
  );
  const withPast = past.filter((one) => (JSON.parse(one.past) as unknown[]).length > 0);
  expect(past).toHaveLength(5);
  expect(withPast.map((one) => one.key)).toEqual(['onboarding', 'research']);
});

test('a freeze of the team alone, at the next weekend', async () => {
  const [own] = await rows<{ team_id: string; owner_id: string; from_at: Date; until_at: Date }>(
    sql`select team_id, owner_id, from_at, until_at from freeze_windows`,
  );
  expect(own).toMatchObject({ team_id: teamId, owner_id: 'demo', from_at: new Date('2026-11-21T00:00:00Z') });
  expect(own!.until_at.getTime() - own!.from_at.getTime()).toBe(2 * dayMs);
});

test('the ledger has the moment of writing, not the day that is told, and the demo as the actor', async () => {
  const events = await readLedger(state.db, 'wsp_1', 0, 5000);
  const made = events.filter((event) => event.type.startsWith('deployment.'));
  expect(made).toHaveLength(3 + 2 + 2 + 2 * 4);
  for (const { actor, time } of made) {
    expect(actor).toBe('demo');
    expect(Math.abs(Date.now() - Date.parse(String(time)))).toBeLessThan(600_000);
  }
});

test('a second start changes nothing, whatever people have changed since', async () => {
  const { id } = (await rows<{ id: string }>(sql`select id from agents where key = 'triage'`))[0]!;
  const actor = {
    kind: 'person',
    ...{ id: 'per_1', sessionId: 'ses_1' },
    grants: [{ role: 'admin', teamId: null, agentId: null, environment: null }],
  } as const;
  await describeAgent({ ...ctx, actor }, { id, profile: { purpose: 'Ours now.' }, expected: 1 });
  const before = await count();
  expect(await declare()).toEqual(told);
  expect(await count()).toBe(before);
  const freeze = { from_at: new Date('2026-11-21T00:00:00Z'), lifted_at: null };
  expect(await freezes()).toEqual([freeze]);
});

test('the end puts it away, but for what a person has made theirs; the next start brings it back', async () => {
  clock.advance(1000);
  await putAwayDemo(ctx);
  await change(ctx, async ({ append }) =>
    append({ type: 'telemetry.removed', v: 1, resource: teamId, payload: { reason: 'test' } }),
  );
  await putAwayRemoved(ctx);
  expect((await agents()).filter((one) => one.put_away === null).map((one) => one.key)).toEqual(['triage']);
  expect((await prompts()).every((one) => one.isAway)).toBe(true);
  expect((await freezes())[0]!.lifted_at).not.toBeNull();
  const before = await count();
  await putAwayDemo(ctx);
  expect(await count()).toBe(before);

  clock.advance(1000);
  expect(await declare()).toEqual(told);
  const back = await agents();
  expect(back.map((one) => [one.put_away, one.owner_id])).toEqual(back.map(() => [null, 'per_1']));
  expect((await prompts()).some((one) => one.isAway)).toBe(false);
  expect((await freezes()).map((one) => one.lifted_at === null)).toEqual([false, true]);
});

test('who may not change agents neither declares it nor puts it away', async () => {
  const grants = [{ role: 'viewer', teamId: null, agentId: null, environment: null }] as const;
  const viewer: Ctx = { ...ctx, actor: { kind: 'person', id: 'per_1', sessionId: 'ses_1', grants } };
  await expect(declareDemo(viewer, testSeal, { teamId, since, ownerId: null })).rejects.toThrow(
    /may not|denied|right/i,
  );
  await expect(putAwayDemo(viewer)).rejects.toMatchObject({ code: 'access.denied' });
});
