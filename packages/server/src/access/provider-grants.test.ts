import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GroupRule, ProviderPerson } from '../ports/identity-provider.ts';
import { newId } from '../spine/ids.ts';
import { accessDb } from './tables.ts';
import { createGrant } from './verbs/create-grant.ts';
import { createPerson } from './verbs/create-person.ts';
import { followGroups } from './verbs/follow-groups.ts';
import { openWorld, type World } from './world.fixture.ts';

/** What groups of an identity provider give: the table of rules against the grants that stand afterwards. */
let world: World;
let payments: { id: string; slug: string };
beforeAll(async () => {
  world = await openWorld();
  const id = await world.team();
  const teams = world.state.db.selectFrom('teams').where('id', '=', id);
  payments = { id, slug: (await teams.select('slug').executeTakeFirstOrThrow()).slug };
});
afterAll(() => world.close());

const inDays = (days: number): string => new Date(world.clock.now() + days * 86_400_000).toISOString();
const someone = async (): Promise<string> =>
  (await createPerson(world.system, { name: 'P', email: `${newId('per')}@example.com` })).person.id;
const follow = (personId: string, groups: string[], rules: readonly GroupRule[]): Promise<void> => {
  const person: ProviderPerson = { subject: personId, email: null, emailVerified: false, name: null, groups };
  return followGroups(world.system, { personId, person, rules });
};
async function held(personId: string): Promise<string[]> {
  const rows = await accessDb(world.state.db)
    .selectFrom('grants')
    .where('person_id', '=', personId)
    .selectAll()
    .execute();
  return rows
    .map((row) =>
      [
        row.source,
        row.role,
        row.team_id === payments.id ? 'payments' : (row.team_id ?? 'everywhere'),
        row.environment ?? '',
      ]
        .join(' ')
        .trim(),
    )
    .sort();
}
const viewers: GroupRule = { group: 'all', role: 'viewer' };
const operators = (): GroupRule => ({ group: 'ops', role: 'operator', team: payments.slug, environment: 'prod' });

describe('groups', () => {
  test('give their roles where the rule says; groups without a rule give nothing', async () => {
    const personId = await someone();
    await follow(personId, ['all', 'ops', 'chess club'], [viewers, operators()]);
    expect(await held(personId)).toEqual(['provider operator payments prod', 'provider viewer everywhere']);
  });

  test('that are left take with them what they gave, and no more', async () => {
    const personId = await someone();
    await follow(personId, ['all', 'ops'], [viewers, operators()]);
    await follow(personId, ['all'], [viewers, operators()]);
    expect(await held(personId)).toEqual(['provider viewer everywhere']);
    await follow(personId, [], [viewers, operators()]);
    expect(await held(personId)).toEqual([]);
  });

  test('told again write nothing: a person who is confirmed each minute does not fill the ledger', async () => {
    const personId = await someone();
    const once = await world.gained(() => follow(personId, ['all'], [viewers]));
    const again = await world.gained(() => follow(personId, ['all'], [viewers]));
    expect(once.map(({ type }) => type)).toEqual(['grant.created']);
    expect(again).toEqual([]);
  });

  test('are compared as written: another case is another group', async () => {
    const personId = await someone();
    await follow(personId, ['ALL', ' all', 'all '], [viewers]);
    expect(await held(personId)).toEqual([]);
  });
});

describe('two groups that give the same', () => {
  const until = (group: string, end: string | undefined): GroupRule => ({
    ...{ group, role: 'auditor' },
    ...(end !== undefined && { until: end }),
  });
  const endOf = async (personId: string): Promise<string | null> => {
    const row = await accessDb(world.state.db)
      .selectFrom('grants')
      .where('person_id', '=', personId)
      .select('until')
      .executeTakeFirstOrThrow();
    return row.until?.toISOString() ?? null;
  };

  test.each([
    ['the later end counts', 1, 9, 9],
    ['in either order', 9, 1, 9],
    ['one without an end has none', 1, null, null],
    ['in either order too', null, 1, null],
  ])('%s', async (_what, first, second, wanted) => {
    const personId = await someone();
    const at = (days: number | null): string | undefined => (days === null ? undefined : inDays(days));
    await follow(personId, ['a', 'b'], [until('a', at(first)), until('b', at(second))]);
    expect(await held(personId)).toEqual(['provider auditor everywhere']);
    expect(await endOf(personId)).toBe(wanted === null ? null : inDays(wanted));
  });

  test('one whose end has passed gives nothing any more', async () => {
    const personId = await someone();
    await follow(personId, ['a'], [until('a', inDays(-1))]);
    expect(await held(personId)).toEqual([]);
  });

  test('another end replaces the grant, told as taken back and given', async () => {
    const personId = await someone();
    await follow(personId, ['a'], [until('a', inDays(1))]);
    const events = await world.gained(() => follow(personId, ['a'], [until('a', inDays(2))]));
    expect(events.map(({ type }) => type)).toEqual(['grant.revoked', 'grant.created']);
    expect(await endOf(personId)).toBe(inDays(2));
  });
});

describe('what was given by hand', () => {
  const byHand = (personId: string, teamId: string | null): Promise<unknown> =>
    createGrant(world.system, { personId, role: 'viewer', teamId, agentId: null, environment: null });

  test('stays when a group gives something else, and when it gives nothing', async () => {
    const personId = await someone();
    await byHand(personId, payments.id);
    await follow(personId, ['ops'], [operators()]);
    await follow(personId, [], [operators()]);
    expect(await held(personId)).toEqual(['person viewer payments']);
  });

  test('does not stop a group from giving the same: who signs in must not fail for it', async () => {
    const personId = await someone();
    await byHand(personId, null);
    await follow(personId, ['all'], [viewers]);
    expect(await held(personId)).toContain('person viewer everywhere');
    await follow(personId, [], [viewers]);
    expect(await held(personId)).toEqual(['person viewer everywhere']);
  });
});

test('a rule for a team that is not there is our mistake, and nothing is half done', async () => {
  const personId = await someone();
  const wrong: GroupRule = { group: 'ops', role: 'operator', team: 'nowhere' };
  await expect(follow(personId, ['all', 'ops'], [viewers, wrong])).rejects.toMatchObject({
    code: 'access.team_unknown',
  });
  expect(await held(personId)).toEqual([]);
  await follow(personId, ['all'], [viewers, wrong]);
  expect(await held(personId)).toEqual(['provider viewer everywhere']);
});
