import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportFreezes } from '../contract-calendar.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { codeOf } from '../registry/world.fixture.ts';
import { listFreezes } from '../views/list-freezes.ts';
import { importFreezes } from './import-freezes.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
beforeAll(async () => void (world = await openDeploymentWorld()));
afterAll(() => world.close());

const now = 1_800_000_000_000;
const stamp = (hours: number): string =>
  `${new Date(now + hours * 3_600_000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
const event = (uid: string, [from, until]: [number, number], ...more: string[]): string[] => [
  ...[
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SUMMARY:${uid}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(until)}`,
    ...more,
    'END:VEVENT',
  ],
];
const calendar = (...lines: string[]): string => ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n');
type How = Partial<Omit<ImportFreezes, 'ics'>> & { isPreview?: boolean; by?: ReturnType<typeof world.ctx> };
const take = (ics: string, { by = world.ctx(), isPreview = false, ...scope }: How = {}) =>
  importFreezes(by, { ics, timeZone: 'UTC', ...scope, isPreview });
const outcomes = async (...args: Parameters<typeof take>) => (await take(...args)).items.map((one) => one.outcome);
const standing = async (reason: string) =>
  (await listFreezes(world.ctx())).items.filter((one) => one.reason === reason);

describe('a calendar that is imported', () => {
  test('makes freezes of events, once however often, each with its ledger event', async () => {
    const text = calendar(...event('sale', [1, 3]), ...event('gone', [-5, -3]), ...event('half', [-1, 1]));
    const scope = { environment: 'production', teamId: 'tea_1' };
    expect(await outcomes(text, scope)).toEqual(['begun', 'past', 'begun']);
    expect(await outcomes(text, scope)).toEqual(['unchanged', 'past', 'unchanged']);
    const [sale] = await standing('sale');
    expect(sale).toMatchObject({
      ...scope,
      agentId: null,
      ownerId: 'system',
      from: new Date(now + 3_600_000).toISOString(),
    });
    const events = (await world.events()).filter((one) => one.resource === sale!.id);
    expect(events.map((one) => one.type)).toEqual(['freeze.begun']);
    await expect(world.deploy('rel_1')).rejects.toMatchObject({ code: 'lifecycle.frozen' });
  });

  test('moves a freeze with its event, lifts it where that is called off, and leaves alone what it does not name', async () => {
    const place = { environment: 'moving' };
    await take(calendar(...event('m1', [1, 2]), ...event('m2', [1, 2]), ...event('m3', [1, 2])), place);
    const [before] = await standing('m1');
    const next = calendar(...event('m1', [2, 4]), ...event('m2', [1, 2], 'STATUS:CANCELLED'));
    expect(await outcomes(next, place)).toEqual(['moved', 'lifted']);
    const [after] = await standing('m1');
    expect([after!.from, after!.id === before!.id]).toEqual([new Date(now + 7_200_000).toISOString(), false]);
    expect([await standing('m2'), (await standing('m3')).length]).toEqual([[], 1]);
    const types = (await world.events()).filter((one) => one.resource === before!.id).map((one) => one.type);
    expect(types).toEqual(['freeze.begun', 'freeze.lifted']);
    expect(await outcomes(calendar(...event('m2', [1, 2], 'STATUS:CANCELLED')), place)).toEqual(['unchanged']);
  });

  test('of another scope is another freeze; one that was lifted by hand comes back with its event', async () => {
    const text = calendar(...event('scoped', [1, 2]));
    expect(await outcomes(text, { environment: 'a' })).toEqual(['begun']);
    expect(await outcomes(text, { environment: 'b' })).toEqual(['begun']);
    expect(await outcomes(text, { agentId: 'agent-1' })).toEqual(['begun']);
    expect((await standing('scoped')).map((one) => [one.environment, one.agentId, one.teamId])).toEqual(
      expect.arrayContaining([
        ['a', null, null],
        ['b', null, null],
        [null, 'agt_1', 'tea_1'],
      ]),
    );
  });

  test('that repeats is told one by one; what is not understood says why, the rest is done', async () => {
    const text = calendar(
      ...event('daily', [1, 2], 'RRULE:FREQ=DAILY;COUNT=3'),
      ...event('odd', [1, 2], 'RRULE:FREQ=MONTHLY;BYDAY=1FR'),
    );
    const { items } = await take(text, { environment: 'repeated' });
    expect(items.map((one) => one.outcome)).toEqual(['begun', 'begun', 'begun', 'refused']);
    expect(items.at(-1)).toMatchObject({ uid: 'odd', from: null, why: expect.stringContaining('BYDAY') as string });
    expect(await standing('daily')).toHaveLength(3);
  });
});

test('a preview says the same and keeps nothing', async () => {
  const before = (await world.events()).length;
  const { items } = await take(calendar(...event('seen', [1, 2])), { isPreview: true });
  expect(items).toMatchObject([{ outcome: 'begun', freezeId: null }]);
  expect([await standing('seen'), (await world.events()).length]).toEqual([[], before]);
});

test('what is no calendar, and what comes to too many freezes, is refused as a whole', async () => {
  expect(await codeOf(take('hello'))).toBe('lifecycle.calendar_invalid');
  const many = Array.from({ length: 12 }, (_, n) => event(`n${n}`, [1, 2], 'RRULE:FREQ=DAILY')).flat();
  await expect(take(calendar(...many))).rejects.toMatchObject({
    ...{ code: 'lifecycle.calendar_invalid', message: expect.stringContaining('2000 freezes') as string },
  });
});

test('who may freeze there, and nobody else', async () => {
  const text = calendar(...event('mine', [1, 2]));
  const manager = world.person('per_1', 'release_manager', { teamId: 'tea_1' });
  expect(await codeOf(take(text, { by: manager }))).toBe('access.denied');
  expect(await codeOf(take(text, { by: manager, agentId: 'agent-2' }))).toBe('lifecycle.not_found');
  expect(await outcomes(text, { by: manager, teamId: 'tea_1' })).toEqual(['begun']);
  expect(await codeOf(take(text, { by: world.person('per_2', 'viewer') }))).toBe('access.denied');
});
