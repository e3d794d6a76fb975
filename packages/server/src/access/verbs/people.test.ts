import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../spine/ids.ts';
import { sealWith } from '../../spine/seal.ts';
import { identifySession } from '../identify/by-session.ts';
import { accessDb } from '../tables.ts';
import { findPerson } from '../views/find-person.ts';
import { listPeople } from '../views/list-people.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { createPerson } from './create-person.ts';
import { disablePerson } from './disable-person.ts';
import { issueSignInLink } from './issue-sign-in-link.ts';
import { signInWithLink } from './sign-in-with-link.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const guest = () => ({ ...world.as({ kind: 'guest', id: 'guest' }), workspaceId: '' });
const address = (): string => `${newId('per')}@example.com`;
const all = { limit: 200, after: null };

describe('a new person', () => {
  test('has no grants, a link that signs in, and two events without the token', async () => {
    const admin = await world.person('admin');
    const email = address();
    let made!: Awaited<ReturnType<typeof createPerson>>;
    const events = await world.gained(async () => (made = await createPerson(admin, { name: 'Ada', email })));
    expect(made.person).toMatchObject({ name: 'Ada', email, grants: [], disabledAt: null });
    expect(events).toMatchObject([
      { type: 'person.created', actor: admin.actor.id, resource: made.person.id, payload: { email, name: 'Ada' } },
      { type: 'sign_in_link.issued', actor: admin.actor.id, payload: { personId: made.person.id } },
    ]);
    expect(JSON.stringify(events)).not.toContain(made.token);
    expect(await signInWithLink(guest(), { token: made.token }, seal)).toMatchObject({ personId: made.person.id });
  });

  test('with an address that is there, in whatever case, is refused and leaves nothing', async () => {
    const email = address();
    await createPerson(world.system, { name: 'A', email });
    const again = (): Promise<unknown> => createPerson(world.system, { name: 'B', email: email.toUpperCase() });
    expect(await world.gained(again)).toEqual([]);
    await expect(again()).rejects.toMatchObject({ code: 'access.conflict' });
    const links = await accessDb(world.state.db).selectFrom('ops_sign_in_links').selectAll().execute();
    const people = await accessDb(world.state.db).selectFrom('people').select('id').execute();
    expect(links.every((link) => people.some((person) => person.id === link.person_id))).toBe(true);
  });

  test('is made by admins of the workspace only', async () => {
    const teamAdmin = await world.person('admin', { teamId: world.first.teamId });
    for (const ctx of [teamAdmin, await world.person('operator'), guest()])
      await expect(createPerson(ctx, { name: 'x', email: address() })).rejects.toMatchObject({ code: 'access.denied' });
  });
});

describe('a disabled person', () => {
  test('loses sessions and links at once, keeps their row, and gets no new link', async () => {
    const { person, token } = await createPerson(world.system, { name: 'L', email: address() });
    const session = await signInWithLink(guest(), { token }, seal);
    const unused = await issueSignInLink(world.system, { personId: person.id });
    expect(await identifySession(world.state.db, session.token)).toMatchObject({ actor: { id: person.id } });
    const disable = (): Promise<void> => disablePerson(world.system, { id: person.id, reason: 'left' });
    expect(await world.gained(disable)).toMatchObject([
      { type: 'person.disabled', resource: person.id, payload: { reason: 'left' } },
    ]);
    expect(await identifySession(world.state.db, session.token)).toBeNull();
    await expect(signInWithLink(guest(), { token: unused }, seal)).rejects.toMatchObject({
      code: 'access.link_invalid',
    });
    const link = issueSignInLink(world.system, { personId: person.id });
    await expect(link).rejects.toMatchObject({ code: 'access.not_found' });
    expect((await listPeople(world.system, all)).items.find((one) => one.id === person.id)?.disabledAt).not.toBeNull();
    expect(await world.gained(disable)).toEqual([]);
  });

  test('is not found in another workspace', async () => {
    const { person } = await createPerson(world.system, { name: 'L', email: address() });
    const disable = disablePerson(world.stranger, { id: person.id, reason: 'r' });
    await expect(disable).rejects.toMatchObject({ code: 'access.not_found' });
    const link = issueSignInLink(world.stranger, { personId: person.id });
    await expect(link).rejects.toMatchObject({ code: 'access.not_found' });
  });
});

describe('looking people up', () => {
  test('by address, whatever its case, within the workspace', async () => {
    const email = `${newId('per')}@Example.com`;
    const { person } = await createPerson(world.system, { name: 'F', email });
    expect(await findPerson(world.system, email.toUpperCase())).toBe(person.id);
    await expect(findPerson(world.stranger, email)).rejects.toThrow(
      `No person with the address ${email} is visible to you.`,
    );
  });

  test('a list has each person’s grants, page by page; an admin of a team sees its people and its grants only', async () => {
    const team = await world.team();
    const inTeam = await world.person('viewer', { teamId: team });
    const teamAdmin = await world.person('admin', { teamId: team });
    const { items } = await listPeople(teamAdmin, all);
    expect(items.map((person) => person.id)).toEqual([inTeam.actor.id, teamAdmin.actor.id]);
    expect(items.flatMap((person) => person.grants.map((grant) => grant.teamId))).toEqual([team, team]);
    const whole = (await listPeople(world.system, all)).items;
    const pages = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(world.system, { limit: 2, after });
      pages.push(...page.items);
      after = page.next;
    } while (after !== null);
    expect(pages).toEqual(whole);
  });
});
