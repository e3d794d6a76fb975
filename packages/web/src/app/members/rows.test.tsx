import type { Grant, Me, Person } from 'signalbox/contract/access';
import { beforeEach, describe, expect, test } from 'vitest';
import { byRole, defects, names, words } from '../../ui/markup.fixture.ts';
import { aBrowser, aMe, type Answers, drawPart } from '../house.fixture.tsx';
import { GrantList } from './grant-list.tsx';
import { LinkShown } from './link-shown.tsx';
import { PersonRow } from './person-row.tsx';

beforeEach(() => aBrowser());

const nothing = (): void => undefined;
const grant = (over: Partial<Grant> = {}): Grant => ({
  ...{ id: 'grt_1', personId: 'per_2', role: 'viewer', teamId: null, agentId: null, environment: null },
  ...{ until: null, source: 'person', reason: null },
  ...over,
});
const person = (over: Partial<Person> = {}): Person => ({
  ...{ id: 'per_2', name: 'Bo', email: 'bo@example.com', disabledAt: null, lockedOutAt: null, signsIn: 'here' },
  ...{ secondFactor: false, createdAt: '2026-11-01T08:00:00.000Z', grants: [] },
  ...over,
});
const answers = (me = aMe()): Answers => [[['access', 'me'], me]];
const reader = aMe({ rights: ['person.read'] });
const inTeam = ['person.read', 'person.create', 'person.disable', 'grant.create', 'grant.revoke'];
const teamAdmin = aMe({ rights: inTeam, rightsIn: [{ teamId: 'tea_1', rights: inTeam }] });
const roles = (grants: Grant[], { me, ...over }: Partial<Person> & { me?: Me } = {}) =>
  drawPart(<GrantList person={person({ grants, ...over })} onDone={nothing} />, answers(me));
const row = (over: Partial<Person>, { own = false, me }: { own?: boolean; me?: Me } = {}) =>
  drawPart(<PersonRow person={person(over)} own={own} onDone={nothing} />, answers(me));

describe('the roles of a person', () => {
  test('none: who can sign in is told apart from who is out', async () => {
    expect(words(await roles([]))).toBe('No role: signs in, and sees nothing.');
    expect(words(await roles([], { disabledAt: '2026-11-02T08:00:00.000Z' }))).toBe('No role');
    expect(words(await roles([], { lockedOutAt: '2026-11-02T08:00:00.000Z' }))).toBe('No role');
  });

  test('an end is said with its day', async () => {
    const html = await roles([grant({ role: 'auditor', until: '2099-12-31T23:59:59.999Z' })]);
    expect(words(html)).toContain('until');
    expect(html).toContain('dateTime="2099-12-31T23:59:59.999Z"');
  });

  test('those by a group are not taken back here: the next sign-in would bring them again', async () => {
    const html = await roles([grant({ source: 'provider' })]);
    expect(words(html)).toContain('by group');
    expect(names(html, 'button')).toEqual([]);
  });

  test('each is taken back by a button of its own name; without the right there is none', async () => {
    const two = [grant(), grant({ id: 'grt_2', role: 'operator', teamId: 'tea_1' })];
    expect(names(await roles(two), 'button')).toEqual([
      'Take back: Viewer everywhere, of Bo',
      'Take back: Operator of Support, of Bo',
    ]);
    expect(names(await roles(two, { me: reader }), 'button')).toEqual([]);
    expect(names(await roles(two, { me: teamAdmin }), 'button')).toEqual(['Take back: Operator of Support, of Bo']);
  });

  test('broken glass is a caution with its reason, which is text whatever it holds', async () => {
    const html = await roles([grant({ role: 'admin', source: 'emergency', reason: '<script>1</script>\u202e' })]);
    expect(byRole(html, 'img').map(({ name }) => name)).toContain('Emergency');
    expect(words(html)).toContain('glass broken: <script>1</script>');
    expect(words(html)).toContain('U+202E');
    expect(defects(html)).toEqual([]);
  });

  test('an environment named to mislead is shown as it is', async () => {
    expect(words(await roles([grant({ environment: 'pro\u202educ' })]))).toContain('U+202E');
  });
});

describe('a person', () => {
  test.each<[Partial<Person>, string]>([
    [{}, 'Signs in here, without a second factor'],
    [{ secondFactor: true }, 'Signs in here, with an app'],
    [{ signsIn: 'provider' }, 'Through the identity provider'],
    [{ lockedOutAt: '2026-11-02T08:00:00.000Z' }, 'Refused by the identity provider since'],
    [{ disabledAt: '2026-11-02T08:00:00.000Z', lockedOutAt: '2026-11-01T08:00:00.000Z' }, 'Disabled since'],
  ])('%j: %s', async (over, said) => expect(words(await row(over))).toContain(said));

  test('can be changed by an admin alone, and shut out by others than themselves', async () => {
    expect(names(await row({}), 'button')).toEqual(['Add role for Bo', 'Sign-in of Bo', 'Disable Bo']);
    expect(names(await row({}, { own: true }), 'button')).not.toContain('Disable Bo');
    expect(names(await row({}, { me: reader }), 'button')).toEqual([]);
    // Inviting and shutting out concern the workspace; roles in the own team do not.
    expect(names(await row({}, { me: teamAdmin }), 'button')).toEqual(['Add role for Bo']);
  });

  test('of the provider gets no link here; who is disabled can only be let in again', async () => {
    expect(names(await row({ signsIn: 'provider' }), 'button')).not.toContain('Sign-in of Bo');
    expect(names(await row({ disabledAt: '2026-11-02T08:00:00.000Z' }), 'button')).toEqual(['Let in again: Bo']);
  });

  test('has a name and an address that are text, however they are written', async () => {
    const html = await row({ name: '<img src=x onerror=1>', email: 'a\u200b@example.com' });
    expect(words(html)).toContain('<img src=x onerror=1>');
    expect(names(html, 'img')).toEqual([]);
    expect(words(html)).toContain('U+200B');
    expect(defects(html)).toEqual([]);
  });

  test('is marked as oneself', async () => {
    expect(words(await row({}, { own: true }))).toContain('(you)');
    expect(words(await row({}))).not.toContain('(you)');
  });
});

test('a link says for whom, how often and for how long it works, and can be copied', async () => {
  const html = await drawPart(<LinkShown url="https://box.example/sign-in/sbl_1" name="Bo" />);
  expect(words(html)).toContain('signs in as Bo, once and for 15 minutes');
  expect(words(html)).toContain('https://box.example/sign-in/sbl_1');
  expect(names(html, 'link')).toEqual([]);
});
