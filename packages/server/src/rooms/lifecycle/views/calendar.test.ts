import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import { Calendar } from '../contract-calendar.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { icsOf } from '../model/calendar/ics-write.ts';
import { codeOf } from '../registry/world.fixture.ts';
import { beginFreeze } from '../verbs/begin-freeze.ts';
import { cancelSchedule } from '../verbs/cancel-schedule.ts';
import { liftFreeze } from '../verbs/lift-freeze.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { scheduleDeployment } from '../verbs/schedule-deployment.ts';
import { calendar } from './calendar.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
const now = 1_800_000_000_000;
const iso = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();
const hour = 3_600_000;

beforeAll(async () => {
  world = await openDeploymentWorld();
  const plan = (environment: string, hours: number) =>
    scheduleDeployment(world.ctx(), world.at(environment), {
      releaseId: 'rel_3',
      percent: 100,
      reason: 'later',
      dueAt: iso(hours),
    });
  const freeze = (reason: string, more: object) =>
    beginFreeze(world.ctx(), { from: iso(30), until: iso(40), timeZone: 'UTC', reason, ...more });
  await world.deploy('rel_1');
  world.clock.advance(hour);
  await world.deploy('rel_2');
  await world.deploy('rel_1', 100, 'staging');
  world.clock.advance(hour);
  await rollBack(world.ctx(), world.at(), { reason: 'bad' });
  await plan('production', 20);
  await cancelSchedule(world.ctx(), { id: (await plan('staging', 21)).id });
  await freeze('all', {});
  await freeze('ours', { teamId: 'tea_1', environment: 'production' });
  await freeze('theirs', { teamId: 'tea_2' });
  await freeze('one', { agentId: 'agt_1' });
  const { id } = await freeze('lifted', { from: iso(-5) });
  await liftFreeze(world.ctx(), { id });
});
afterAll(() => world.close());

const told = async (query: Parameters<typeof calendar>[1] = {}, by: Ctx = world.ctx()) =>
  (await calendar(by, query)).items.map((one) => one.title);
const everything = [
  'Frozen: lifted',
  'Agent 1.1.0 is deployed to production',
  'Agent 1.2.0 is deployed to production',
  'Agent 1.1.0 is deployed to staging',
  'Agent is rolled back to 1.1.0 in production',
  'Agent 1.3.0 is to be deployed to production',
  'Agent 1.3.0 is to be deployed to staging',
  'Frozen: all',
  'Frozen (production): ours',
  'Frozen: theirs',
  'Frozen (Agent): one',
];

test('holds what was, is to be, and when nothing is, by the beginning of each', async () => {
  const found = Calendar.parse(await calendar(world.ctx(), {}));
  expect(found.items.map((one) => one.title).toSorted()).toEqual(everything.toSorted());
  expect(found.items.map((one) => one.from)).toEqual(found.items.map((one) => one.from).toSorted());
  expect(found.truncated).toBe(false);
  const states = Object.fromEntries(found.items.map((one) => [one.title, one.state]));
  expect([states['Frozen: lifted'], states['Agent 1.3.0 is to be deployed to staging']]).toEqual([
    'lifted',
    'cancelled',
  ]);
  expect(found.items.find((one) => one.state === 'lifted')!.until).toBe(iso(2));
});

test('is asked for a time, an environment, a team or an agent; a freeze of all places concerns each', async () => {
  expect(await told({ from: iso(0.5), to: iso(1.5) })).toEqual(expect.not.arrayContaining([everything[1]]));
  expect(await told({ from: iso(32), to: iso(33) })).toHaveLength(4);
  expect((await told({ environment: 'staging' })).toSorted()).toEqual(
    everything.filter((one) => !one.includes('production')).toSorted(),
  );
  expect(await told({ teamId: 'tea_2' })).toEqual(expect.arrayContaining(['Frozen: theirs', 'Frozen: all']));
  expect(await told({ teamId: 'tea_2' })).toHaveLength(3);
  expect(await told({ agent: 'agent-1' })).not.toContain('Frozen: theirs');
  expect(await codeOf(calendar(world.ctx(), { agent: 'none' }))).toBe('lifecycle.not_found');
});

test('is of agents and environments that one may see, and of freezes of teams that one may see', async () => {
  const theirs = await told({}, world.person('per_9', 'viewer', { teamId: 'tea_2' }));
  expect(theirs.toSorted()).toEqual(['Frozen: all', 'Frozen: lifted', 'Frozen: theirs']);
  const staging = await told({}, world.person('per_9', 'viewer', { teamId: 'tea_1', environment: 'staging' }));
  expect(staging.filter((one) => one.startsWith('Agent')).every((one) => one.endsWith('staging'))).toBe(true);
  expect(await codeOf(calendar(world.ctx({ kind: 'guest', id: 'guest' }), {}))).toBe('access.denied');
});

test('is written as an iCalendar in which the same entry keeps its UID', async () => {
  const written = async () => icsOf((await calendar(world.ctx(), {})).items, iso(0));
  const text = await written();
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(everything.length);
  expect(text.match(/^UID:.*$/gm)).toEqual((await written()).match(/^UID:.*$/gm));
  expect(text.match(/STATUS:CANCELLED/g)).toHaveLength(2);
  expect(text.split('\r\n').every((line) => line.length <= 75)).toBe(true);
});
