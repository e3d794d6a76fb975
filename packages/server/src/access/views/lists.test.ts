import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { createGrant } from '../verbs/create-grant.ts';
import { createKey } from '../verbs/create-key.ts';
import { createPerson } from '../verbs/create-person.ts';
import { revokeKey } from '../verbs/revoke-key.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { findPerson } from './find-person.ts';
import { findTeam } from './find-team.ts';
import { getSettings } from './get-settings.ts';
import { isListedOrigin } from './is-listed-origin.ts';
import { listKeys } from './list-keys.ts';
import { listLedger } from './list-ledger.ts';
import { listPeople } from './list-people.ts';
import { me } from './me.ts';
import { namesOfPeople, nameOfPerson, personIdOf } from './names-of-people.ts';
import { pageOf, type Page, type PageQuery } from './page.ts';

const everywhere = { teamId: null, agentId: null, environment: null };
let world: World;
let team: string;
beforeAll(async () => {
  world = await openWorld();
  team = await world.team();
});
afterAll(() => world.close());

/** Every page, asked for one after another. */
async function all<T>(list: (query: PageQuery) => Promise<Page<T>>, limit: number): Promise<T[][]> {
  const pages: T[][] = [];
  let after: string | null = null;
  do {
    const page: Page<T> = await list({ limit, after });
    pages.push(page.items);
    after = page.next;
  } while (after !== null && pages.length < 100);
  return pages;
}

test('a page knows whether there is another without asking for it', () => {
  const rows = ['a', 'b', 'c'].map((id) => ({ id }));
  const show = ({ id }: { id: string }): string => id.toUpperCase();
  expect(pageOf(rows, 2, show)).toEqual({ items: ['A', 'B'], next: 'b' });
  expect(pageOf(rows, 3, show)).toEqual({ items: ['A', 'B', 'C'], next: null });
  expect(pageOf([], 3, show)).toEqual({ items: [], next: null });
});

describe('people', () => {
  test('pages of any size together are all of them once, oldest first', async () => {
    for (const _ of [1, 2, 3, 4]) await world.person('viewer', { teamId: team });
    const whole = (await listPeople(world.system, { limit: 200, after: null })).items.map((one) => one.id);
    expect(whole).toEqual(whole.toSorted());
    for (const limit of [1, 2, whole.length - 1, whole.length]) {
      const pages = await all((query) => listPeople(world.system, query), limit);
      expect(pages.flat().map((one) => one.id)).toEqual(whole);
      expect(pages).toHaveLength(Math.ceil(whole.length / limit));
    }
  });

  test('an admin of a team sees who has a grant there, and of their grants only those', async () => {
    const mine = await world.team();
    const admin = await world.person('admin', { teamId: mine });
    const other = await world.person('operator', { teamId: team });
    await createGrant(world.system, { personId: other.actor.id, role: 'viewer', ...everywhere, teamId: mine });
    const whole = await world.person('viewer');
    const { items } = await listPeople(admin, { limit: 200, after: null });
    expect(items.map((one) => one.id)).toEqual([admin.actor.id, other.actor.id].toSorted());
    expect(items.find((one) => one.id === other.actor.id)?.grants).toMatchObject([{ role: 'viewer', teamId: mine }]);
    expect(items.some((one) => one.id === whole.actor.id)).toBe(false);
  });

  test('a grant that has ended is not shown', async () => {
    const one = await world.person('auditor');
    await sql`update grants set until = now() - interval '1 second' where person_id = ${one.actor.id}`.execute(
      world.state.db,
    );
    const { items } = await listPeople(world.system, { limit: 200, after: null });
    expect(items.find((person) => person.id === one.actor.id)?.grants).toEqual([]);
  });

  test('nothing of a password, its hash or a secret is in the list', async () => {
    const { person } = await createPerson(world.system, { name: 'Secret', email: `${newId('per')}@example.com` });
    await sql`update people set password_hash = 'scrypt$hash' where id = ${person.id}`.execute(world.state.db);
    const { items } = await listPeople(world.system, { limit: 200, after: null });
    expect(JSON.stringify(items)).not.toMatch(/scrypt|hash/i);
  });
});

describe('names', () => {
  test('of people of this workspace only, each once; a person is found by address in whatever case', async () => {
    const email = `${newId('per')}@Example.com`;
    const { person } = await createPerson(world.system, { name: 'Ada', email });
    const names = await namesOfPeople(world.system, [person.id, person.id, 'per_nobody', 'system']);
    expect([...names]).toEqual([[person.id, 'Ada']]);
    expect(await nameOfPerson(world.system, person.id)).toBe('Ada');
    expect(await nameOfPerson(world.system, 'per_nobody')).toBeNull();
    expect(await personIdOf(world.system, email.toUpperCase())).toBe(person.id);
    expect(await findPerson(world.system, email.toLowerCase())).toBe(person.id);
    expect([...(await namesOfPeople(world.stranger, [person.id]))]).toEqual([]);
    expect(await personIdOf(world.stranger, email)).toBeNull();
  });

  test('nobody asked for is no question to the database', async () => {
    const nowhere = { ...world.system, state: { ...world.state, db: null as never } };
    expect([...(await namesOfPeople(nowhere, []))]).toEqual([]);
  });

  test('an address is compared, not matched: % and _ stand for themselves', async () => {
    await createPerson(world.system, { name: 'Under', email: 'a_c@example.com' });
    expect(await personIdOf(world.system, 'abc@example.com')).toBeNull();
    expect(await personIdOf(world.system, '%@example.com')).toBeNull();
    await expect(findPerson(world.system, 'nobody@example.com')).rejects.toMatchObject({
      code: 'access.not_found',
      message: expect.stringContaining('nobody@example.com'),
    });
  });

  test('a team is found by its slug, and told by it when it is not there', async () => {
    expect(await findTeam(world.system, 'default')).toBe(world.first.teamId);
    await expect(findTeam(world.system, 'no-such')).rejects.toMatchObject({
      message: expect.stringContaining('team "no-such"'),
    });
  });
});

describe('keys', () => {
  const made = async (place: { teamId: string; agent?: string; environment?: string }) =>
    (
      await createKey(world.system, {
        ...{ name: 'K', agent: null, environment: null, scopes: ['ingest'], expiresAt: null },
        ...place,
      })
    ).key.id;

  test('pages together are all of them, and a revoked one says when', async () => {
    const ids = [await made({ teamId: team }), await made({ teamId: team }), await made({ teamId: team })];
    await revokeKey(world.system, { id: ids[1]!, reason: 'rotated' });
    const found = (await all((query) => listKeys(world.system, query), 1)).flat();
    expect(found.map((key) => key.id)).toEqual(found.map((key) => key.id).toSorted());
    expect(found.filter((key) => ids.includes(key.id)).map((key) => key.revokedAt !== null)).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('who operates one environment of a team sees no key of it', async () => {
    const mine = await world.team();
    await made({ teamId: mine, environment: 'production' });
    const narrow = await world.person('operator', { teamId: mine, environment: 'production' });
    const wide = await world.person('operator', { teamId: mine });
    expect((await listKeys(narrow, { limit: 10, after: null })).items).toEqual([]);
    expect((await listKeys(wide, { limit: 10, after: null })).items).toHaveLength(1);
  });
});

describe('origins', () => {
  const listed = (origin: string): Promise<boolean> => isListedOrigin(world.state.db, origin);
  const key = async (origins: string[], expiresAt: string | null = null) =>
    createKey(world.system, {
      ...{ name: 'Browser', teamId: team, agent: null, environment: null, scopes: ['feedback'] },
      ...{ origins, expiresAt },
    });

  test('each that a key lists, whole: no part of one, no end of one, none beside', async () => {
    await key(['https://shop.example.com', 'https://www.example.com:8443']);
    expect(await listed('https://shop.example.com')).toBe(true);
    expect(await listed('https://www.example.com:8443')).toBe(true);
    for (const origin of [
      'https://shop.example.co',
      'https://shop.example.com.evil.test',
      'https://example.com',
      'http://shop.example.com',
      'https://www.example.com',
      '',
      ' ',
      '%',
      "' or true --",
    ])
      expect([origin, await listed(origin)]).toEqual([origin, false]);
  });

  test('not of a key that is revoked, or has ended', async () => {
    const gone = await key(['https://gone.example.com']);
    expect(await listed('https://gone.example.com')).toBe(true);
    await revokeKey(world.system, { id: gone.key.id, reason: 'left' });
    expect(await listed('https://gone.example.com')).toBe(false);
    const ended = await key(['https://ended.example.com'], new Date(Date.now() + 86_400_000).toISOString());
    await sql`update keys set expires_at = now() - interval '1 second' where id = ${ended.key.id}`.execute(
      world.state.db,
    );
    expect(await listed('https://ended.example.com')).toBe(false);
  });
});

describe('the ledger', () => {
  test('newest first, page by page without a gap, and each page ends where the next begins', async () => {
    const seqs: number[] = [];
    let before: number | null = null;
    do {
      const page: Awaited<ReturnType<typeof listLedger>> = await listLedger(world.system, { limit: 7, before });
      seqs.push(...page.items.map((one) => one.seq));
      before = page.next;
    } while (before !== null);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => seqs.length - i));
  });

  test('a payload that was erased is null, its commitment and leaf stay', async () => {
    const [newest] = (await listLedger(world.system, { limit: 1, before: null })).items;
    expect(newest).toMatchObject({ payload: expect.anything(), leaf: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await sql`delete from ledger_payloads where event_id in (select event_id from ledger
      where seq = ${newest!.seq} and workspace_id = ${world.first.workspaceId})`.execute(world.state.db);
    const [erased] = (await listLedger(world.system, { limit: 1, before: null })).items;
    expect(erased).toEqual({ ...newest, payload: null });
  });
});

describe('me', () => {
  const mine = (ctx: Ctx) => me(ctx);

  test('what holds everywhere is said once; of a team only what is more there', async () => {
    const viewer = await world.person('viewer');
    const everywhereRights = (await mine(viewer)).rightsIn;
    expect(everywhereRights).toHaveLength(1);
    expect(everywhereRights[0]).toMatchObject({ teamId: null });
    const both = world.as({
      ...(viewer.actor as Extract<Ctx['actor'], { kind: 'person' }>),
      grants: [
        { role: 'viewer', ...everywhere },
        { role: 'operator', ...everywhere, teamId: team },
      ],
    });
    const [whole, ofTeam, ...rest] = (await mine(both)).rightsIn;
    expect(rest).toEqual([]);
    expect(ofTeam).toMatchObject({ teamId: team });
    expect(ofTeam!.rights).toContain('key.create');
    expect(ofTeam!.rights.filter((right) => whole!.rights.includes(right))).toEqual([]);
  });

  test('a grant on one environment gives rights somewhere, and in no team as a whole but those of a team', async () => {
    const narrow = await world.person('operator', { teamId: team, environment: 'staging' });
    const told = await mine(narrow);
    expect(told.rights).toContain('key.create');
    expect(told.rightsIn.flatMap(({ rights }) => rights)).not.toContain('key.create');
    expect(told.rightsIn[0]!.rights).toEqual([]);
  });

  test('nobody is asked to set up a second factor until the workspace asks', async () => {
    const one = await world.person('viewer');
    expect((await mine(one)).mustEnrol).toBe(false);
    expect(await getSettings(world.system)).toEqual({ secondFactorRequired: false });
    await sql`insert into access_settings (workspace_id, second_factor_required)
      values (${world.first.workspaceId}, true)`.execute(world.state.db);
    expect((await mine(one)).mustEnrol).toBe(true);
    expect(await getSettings(world.system)).toEqual({ secondFactorRequired: true });
    expect(await getSettings(world.stranger)).toEqual({ secondFactorRequired: false });
  });
});
