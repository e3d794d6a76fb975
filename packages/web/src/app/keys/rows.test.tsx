import { type Key, Scope, type ServiceAccount } from 'signalbox/contract/access';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { byRole, defects, names, words } from '../../ui/markup.fixture.ts';
import { aBrowser, aMe, type Answers, drawPart } from '../house.fixture.tsx';
import { KeyRow } from './key-row.tsx';
import { scopeAbout, scopeNames } from './scope-words.ts';
import { ServiceAccounts } from './service-accounts.tsx';

const now = Date.parse('2026-11-20T12:00:00.000Z');
beforeEach(() => {
  aBrowser();
  vi.useFakeTimers({ now, toFake: ['Date'] });
});
afterEach(() => vi.useRealTimers());

const at = '2026-11-01T08:00:00.000Z';
const inDays = (days: number): string => new Date(now + days * 86_400_000).toISOString();
const nothing = (): void => undefined;
const key = (over: Partial<Key> = {}): Key => ({
  ...{ id: 'key_0193a5b2c4d87e9f8a1b2c3d4e5f6071', name: 'Nightly', teamId: 'tea_2', agent: null, environment: null },
  ...{ scopes: ['ingest'], contentMode: 'keep', createdAt: at, lastUsedAt: null, expiresAt: null, revokedAt: null },
  ...{ serviceAccountId: null },
  ...over,
});
const account = (over: Partial<ServiceAccount> = {}): ServiceAccount => ({
  ...{ id: 'sva_1', name: 'Jobs', teamId: 'tea_1', ownerId: 'per_1', ownerName: 'Ada Weiss', ownerGone: false },
  ...{ createdAt: at, expiresAt: inDays(90), disabledAt: null },
  ...over,
});
const answers = (accounts: ServiceAccount[] = [], me = aMe()): Answers => [
  [['access', 'me'], me],
  [['access', 'service-accounts'], accounts],
  [['access', 'people'], []],
];
const row = (over: Partial<Key> = {}, rights: string[] = aMe().rights) =>
  drawPart(<KeyRow of={key(over)} onDone={nothing} />, answers([account()], aMe({ rights })));
const accounts = (all: ServiceAccount[], me = aMe()) =>
  drawPart(<ServiceAccounts onDone={nothing} />, answers(all, me));

test('every scope of the API can be chosen, and says what it opens', () => {
  expect(scopeNames.toSorted()).toEqual([...Scope.options].toSorted());
  expect(scopeAbout.content).toContain('recorded');
  expect(scopeAbout.read).toContain('no text');
});

describe('a key', () => {
  test.each<[Partial<Key>, string]>([
    [{}, 'never used'],
    [{ lastUsedAt: at }, 'used'],
    [{ expiresAt: inDays(1) }, ', until'],
    [{ expiresAt: inDays(-1) }, 'Expired'],
    [{ expiresAt: inDays(-1), revokedAt: at }, 'Revoked'],
  ])('%j: %s', async (over, said) => expect(words(await row(over))).toContain(said));

  test('that no longer works is dark, and one that does is not', async () => {
    const lamps = async (over: Partial<Key>) => names(await row(over), 'img');
    expect(await lamps({ revokedAt: at })).toEqual(['Revoked']);
    expect(await lamps({ expiresAt: inDays(-1) })).toEqual(['Expired']);
    expect(await lamps({ expiresAt: inDays(1), lastUsedAt: at })).toEqual([]);
  });

  test('says what it is bound to', async () => {
    expect(words(await row({ agent: 'clerk', environment: 'prod' }))).toMatch(/, only clerk in prod/);
    expect(words(await row({ environment: 'prod' }))).toMatch(/, only prod/);
    expect(words(await row())).not.toContain('only');
    expect(words(await row({ teamId: 'tea_0193a5b2c4d87e9f8a1b2c3d4e5f6071' }))).toContain('tea_0193…6071');
  });

  test.each<[Key['contentMode'], string]>([
    ['keep', 'content kept'],
    ['mask', 'content masked'],
    ['drop', 'content dropped'],
  ])('that is to %s content says so', async (contentMode, said) =>
    expect(words(await row({ contentMode }))).toContain(said),
  );

  test('that sends nothing has no content to speak of, unless it was told to keep less', async () => {
    expect(words(await row({ scopes: ['read'] }))).not.toContain('content');
    expect(words(await row({ scopes: ['read'], contentMode: 'drop' }))).toContain('content dropped');
    expect(names(await row({ scopes: ['read'] }), 'button')).toEqual(['Revoke Nightly']);
  });

  test('is changed and revoked by who may, revoked once', async () => {
    expect(names(await row(), 'button')).toEqual(['Content of Nightly', 'Revoke Nightly']);
    expect(names(await row({}, ['key.read', 'key.create']), 'button')).toEqual(['Content of Nightly']);
    expect(names(await row({}, ['key.read', 'key.revoke']), 'button')).toEqual(['Revoke Nightly']);
    expect(names(await row({}, ['key.read']), 'button')).toEqual([]);
    expect(names(await row({ revokedAt: at }), 'button')).toEqual([]);
  });

  test('has a name that is text, and shows the account it belongs to', async () => {
    const html = await row({ name: '<b>x</b>\u202e', serviceAccountId: 'sva_1' });
    expect(words(html)).toContain('<b>x</b>');
    expect(words(html)).toContain('U+202E');
    expect(words(html)).toContain('of Jobs');
    expect(words(await row({ serviceAccountId: 'sva_gone' }))).not.toContain('of Jobs');
    expect(defects(html)).toEqual([]);
  });
});

describe('service accounts', () => {
  test.each<[Partial<ServiceAccount>, string, boolean]>([
    [{}, 'until', false],
    [{ expiresAt: inDays(15) }, 'until', false],
    [{ expiresAt: inDays(13) }, 'until', true],
    [{ expiresAt: inDays(-1) }, 'ended', true],
    [{ ownerGone: true }, 'its owner is gone: renew it with another', true],
  ])('%j: %s, watched is %s', async (over, said, watched) => {
    const html = await accounts([account(over)]);
    expect(words(html)).toContain(said);
    expect(byRole(html, 'img').map(({ name }) => name)).toEqual(watched ? ['Watch'] : []);
  });

  test('that ended for good can neither be renewed nor ended again', async () => {
    const html = await accounts([account({ disabledAt: at })]);
    expect(words(html)).toContain('Ended');
    expect(names(html, 'button')).toEqual(['Make a service account']);
  });

  test('are changed by who may; others see who answers for them', async () => {
    expect(names(await accounts([account()]), 'button')).toEqual(['Make a service account', 'Renew Jobs', 'End Jobs']);
    const reader = await accounts([account()], aMe({ rights: ['key.read'] }));
    expect(names(reader, 'button')).toEqual([]);
    expect(words(reader)).toContain('Support , Ada Weiss');
  });

  test('none: what that means', async () => {
    expect(words(await accounts([]))).toContain('nobody is asked when it ages');
  });
});
