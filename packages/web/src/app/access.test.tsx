import type { Grant, Key, Person, ServiceAccount } from 'signalbox/contract/access';
import { beforeEach, expect, test } from 'vitest';
import { byRole, defects, names, words } from '../ui/markup.fixture.ts';
import { aBrowser, aMe, drawPage, type Answers } from './house.fixture.tsx';
import { grantWords } from './members/role-words.ts';
import { asksCode, isCodeNeeded, problemOf } from './sign-in-problems.ts';
import { Problem } from './api.ts';
import { withoutBase } from './next-path.ts';

beforeEach(() => aBrowser());

const at = '2026-11-01T08:00:00.000Z';
const grant = (over: Partial<Grant>): Grant => ({
  ...{ id: 'grt_x', personId: 'per_2', role: 'viewer', teamId: null, agentId: null, environment: null },
  ...{ until: null, source: 'person', reason: null },
  ...over,
});
const person = (over: Partial<Person>): Person => ({
  ...{ id: 'per_2', name: 'Bo', email: 'bo@example.com', disabledAt: null, lockedOutAt: null, signsIn: 'here' },
  ...{ secondFactor: false, createdAt: at, grants: [] },
  ...over,
});
const key = (over: Partial<Key>): Key => ({
  ...{ id: 'key_0193a5b2c4d87e9f8a1b2c3d4e5f6071', name: '<b>Nightly</b>', teamId: 'tea_2', agent: null },
  ...{ environment: null, scopes: ['read', 'content'], contentMode: 'keep', createdAt: at, lastUsedAt: null },
  ...{ expiresAt: null, revokedAt: null, serviceAccountId: null },
  ...over,
});
const account = (over: Partial<ServiceAccount>): ServiceAccount => ({
  ...{ id: 'sva_1', name: 'Jobs', teamId: 'tea_1', ownerId: 'per_1', ownerName: 'Ada Weiss', ownerGone: false },
  ...{ createdAt: at, expiresAt: '2099-01-01T00:00:00.000Z', disabledAt: null },
  ...over,
});

const members = (people: Person[], me = aMe()): Promise<string> =>
  drawPage('/settings/members', [
    [['access', 'me'], me],
    [['access', 'people'], people],
    [['access', 'settings'], { secondFactorRequired: false }],
  ]);
const keys = (items: Key[], accounts: ServiceAccount[] = [], me = aMe()): Promise<string> => {
  const answers: Answers = [
    [['access', 'me'], me],
    [['access', 'keys'], { items, nextCursor: null }],
    [['access', 'service-accounts'], accounts],
    [['access', 'people'], [person({ id: 'per_1', name: 'Ada Weiss' })]],
  ];
  return drawPage('/settings/keys', answers);
};

test('members: who, how they sign in, as what, and what an admin can do', async () => {
  const html = await members([
    person({ id: 'per_1', name: 'Ada Weiss', secondFactor: true, grants: [grant({ role: 'admin' })] }),
    person({ grants: [grant({ role: 'operator', teamId: 'tea_2', environment: 'production' })] }),
  ]);
  const text = words(html);
  expect(text).toContain('Ada Weiss (you)');
  expect(text).toContain('Signs in here, with an app');
  expect(text).toContain('Operator of Finance in production');
  const buttons = names(html, 'button');
  expect(buttons).toEqual(expect.arrayContaining(['Invite a person', 'Add role for Bo', 'Disable Bo']));
  expect(buttons).toContain('Take back: Operator of Finance in production, of Bo');
  expect(buttons).not.toContain('Disable Ada Weiss');
  expect(defects(html)).toEqual([]);
});

test('members: broken glass is flagged with its reason; what a group gives is not taken back here', async () => {
  const html = await members([
    person({
      grants: [
        grant({
          id: 'a',
          role: 'admin',
          source: 'emergency',
          until: '2099-01-01T00:00:00.000Z',
          reason: '<i>fire</i>',
        }),
        grant({ id: 'b', source: 'provider' }),
      ],
    }),
  ]);
  expect(byRole(html, 'img').map((one) => one.name)).toContain('Emergency');
  expect(words(html)).toContain('glass broken: <i>fire</i>');
  expect(names(html, 'button').filter((name) => name.startsWith('Take back'))).toHaveLength(1);
});

test('members: who is out is shown as out, with the way back', async () => {
  const html = await members([
    person({ disabledAt: at }),
    person({ id: 'per_3', name: 'Cy', lockedOutAt: at, signsIn: 'provider' }),
  ]);
  expect(words(html)).toContain('Disabled since');
  expect(words(html)).toContain('Refused by the identity provider since');
  const buttons = names(html, 'button');
  expect(buttons).toContain('Let in again: Bo');
  expect(buttons).not.toContain('Sign-in of Cy');
});

test('members: alone one is told what to do; who may only break the glass sees that and no people', async () => {
  expect(words(await members([person({ id: 'per_1' })]))).toContain('You are alone here');
  const html = await members([person({})], aMe({ rights: ['glass.break'] }));
  expect(names(html, 'button')).toContain('Break the glass');
  expect(words(html)).not.toContain('bo@example.com');
  const reader = await members([person({})], aMe({ rights: ['person.read', 'setting.read'] }));
  expect(names(reader, 'button').filter((name) => / Bo$|Require/.test(name))).toEqual([]);
});

test('members: who sees one team is told so, and is neither alone nor able to invite', async () => {
  const rights = ['person.read', 'person.create', 'grant.create'];
  const teamAdmin = aMe({ rights, rightsIn: [{ teamId: 'tea_1', rights }] });
  const html = await members([person({ id: 'per_1' })], teamAdmin);
  expect(words(html)).toContain('These are the people of your teams.');
  expect(words(html)).not.toContain('You are alone here');
  expect(names(html, 'button')).not.toContain('Invite a person');
  expect(words(await members([person({})]))).not.toContain('the people of your teams');
});

test('keys: name, short id, scopes, place and use, never a secret; those that ended wait behind a box', async () => {
  const html = await keys(
    [
      key({ agent: 'clerk', environment: 'prod', serviceAccountId: 'sva_1', contentMode: 'mask' }),
      key({ id: 'key_2', name: 'Old', revokedAt: at }),
      key({ id: 'key_3', name: 'Late', teamId: 'tea_gone', expiresAt: '2020-01-01T00:00:00.000Z' }),
    ],
    [account({})],
  );
  const text = words(html);
  expect(text).toContain('<b>Nightly</b>');
  expect(text).toContain('key_0193…6071');
  expect(text).toMatch(/Finance ?, only clerk in prod/);
  expect(text).toContain('of Jobs');
  expect(text).toContain('content masked');
  expect(text).toContain('Show 2 revoked or expired');
  for (const ended of ['Old', 'Late']) expect(text).not.toContain(ended);
  expect(names(html, 'button')).toEqual(expect.arrayContaining(['Make a key', 'Revoke <b>Nightly</b>', 'Renew Jobs']));
  expect(defects(html)).toEqual([]);
});

test('keys: none says what a key is for; who may only look has nothing to press', async () => {
  expect(words(await keys([]))).toContain('No key works now');
  const html = await keys([key({})], [account({ ownerGone: true })], aMe({ rights: ['key.read'] }));
  expect(names(html, 'button').filter((name) => /Revoke|Make|Renew|End/.test(name))).toEqual([]);
  expect(words(html)).toContain('its owner is gone');
});

test('who owes a second factor sees that, and nothing of the house', async () => {
  const html = await drawPage('/runs', [[['access', 'me'], aMe({ mustEnrol: true, rights: [] })]]);
  expect(names(html, 'navigation')).toEqual([]);
});

test('settings of somebody of the provider ask for no password and no app', async () => {
  const me = aMe({ person: { ...aMe().person, signsIn: 'provider' } });
  const html = await drawPage('/settings', [[['access', 'me'], me]]);
  expect(words(html)).toContain('You sign in through the identity provider');
  expect(names(html, 'button')).not.toContain('Set password');
  expect(names(html, 'heading')).not.toContain('Second factor');
});

test('sign-in: the provider first, where there is one; what went wrong there by its code alone', async () => {
  const html = await drawPage('/sign-in?problem=access.no_group&next=%2Fruns', [
    [['ways'], { provider: 'Northern login' }],
  ]);
  const link = byRole(html, 'link').find((one) => one.name === 'Sign in with Northern login');
  expect(link?.node.attrs['href']).toBe('/api/v1/sign-in/oidc?next=%2Fruns');
  expect(names(html, 'alert')[0]).toContain('none of your groups gives anything here');
  const forged = await drawPage('/sign-in?problem=Call%20this%20number', [[['ways'], { provider: null }]]);
  expect(words(forged)).not.toContain('Call this number');
  expect(names(forged, 'link')).toEqual([]);
});

test('a link says whom it is for before it is used', async () => {
  const facts = { name: 'Bo', email: 'bo@example.com', expiresAt: at, codeNeeded: true };
  const html = await drawPage('/sign-in/tok', [
    [['access', 'me'], new Problem(401, {})],
    [['link', 'tok'], facts],
  ]);
  expect(names(html, 'heading')).toEqual(['Sign in as Bo']);
  expect(words(html)).toContain('bo@example.com');
  expect(names(html, 'textbox')).toEqual(['Code of your authenticator app, or a recovery code']);
});

test('a role with its place in words; ids of unseen teams stay short', () => {
  const name = (id: string): string => (id === 'tea_1' ? 'Support' : 'other');
  expect(grantWords(grant({ role: 'release_manager' }), name)).toBe('Release manager everywhere');
  expect(grantWords(grant({ teamId: 'tea_1', agentId: 'agt_1', environment: 'prod' }), name)).toBe(
    'Viewer of Support for one agent in prod',
  );
});

test('codes of errors decide what is asked next', () => {
  const problem = (code: string): Problem => new Problem(401, { code });
  expect([isCodeNeeded(problem('access.code_needed')), isCodeNeeded(problem('access.code_wrong'))]).toEqual([
    true,
    false,
  ]);
  expect(asksCode(problem('access.code_wrong'))).toBe(true);
  expect(asksCode(problem('access.sign_in_failed'))).toBe(false);
  expect(problemOf('anything').title).toBe('Sign-in failed');
  expect(problemOf('constructor').title).toBe('Sign-in failed');
  expect(withoutBase('/runs?x=1')).toBe('/runs?x=1');
});
