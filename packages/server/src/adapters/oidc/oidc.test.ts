import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../spine/config/load.ts';
import { openProvider } from './open.ts';
import { openTestProvider, type TestProvider } from './provider.fixture.ts';

const redirectUri = 'http://127.0.0.1:7460/api/v1/sign-in/oidc/callback';
let there: TestProvider;
beforeAll(async () => void (there = await openTestProvider(redirectUri)));
afterAll(() => there.close());
beforeEach(() => {
  there.people.set('ada', { email: 'ada@example.com', email_verified: true, name: 'Ada', groups: ['sre'] });
  there.away.now = false;
});

const scopes = 'openid email profile groups offline_access';
const configOf = (oidc: Record<string, string>) =>
  loadConfig({
    env: Object.fromEntries(Object.entries(oidc).map(([name, value]) => [`SIGNALBOX_OIDC_${name}`, value])),
  }).config.oidc;
const given = (): Record<string, string> => ({
  ...{ ISSUER: there.issuer, CLIENT_ID: there.clientId, CLIENT_SECRET: there.clientSecret, SCOPES: scopes },
});
const open = (change: Record<string, string> = {}) => openProvider(configOf({ ...given(), ...change }))!;
async function visit(provider = open(), subject = 'ada') {
  const { url, visit: kept } = await provider.begin(redirectUri);
  return { provider, kept, answer: new URL(await there.signIn(url, subject)) };
}

describe('a visit', () => {
  test('brings a person with verified address, name and groups, and a refresh token', async () => {
    const { provider, kept, answer } = await visit();
    const { person, refreshToken } = await provider.complete(answer, kept);
    expect(person).toEqual({
      ...{ subject: 'ada', email: 'ada@example.com', emailVerified: true, name: 'Ada', groups: ['sre'] },
    });
    expect(refreshToken).toEqual(expect.any(String));
  });

  test.each(['state', 'nonce', 'verifier'] as const)('with another %s than it began with is refused', async (part) => {
    const { provider, kept, answer } = await visit();
    const forged = provider.complete(answer, { ...kept, [part]: 'x'.repeat(43) });
    await expect(forged).rejects.toMatchObject({ code: 'access.provider_failed' });
  });

  test('counts once', async () => {
    const { provider, kept, answer } = await visit();
    await provider.complete(answer, kept);
    await expect(provider.complete(answer, kept)).rejects.toMatchObject({ code: 'access.provider_failed' });
  });

  test('of somebody who says no there names the provider’s word, not its text', async () => {
    const { provider, kept } = await visit();
    const answer = new URL(redirectUri);
    const told = {
      error: 'access_denied',
      error_description: '<b>free text</b>',
      state: kept.state,
      iss: there.issuer,
    };
    answer.search = new URLSearchParams(told).toString();
    await expect(provider.complete(answer, kept)).rejects.toThrow('The identity provider answered: access_denied.');
  });
});

describe('confirming', () => {
  test('tells the groups of now, with another refresh token each time', async () => {
    const { provider, kept, answer } = await visit();
    const { refreshToken } = await provider.complete(answer, kept);
    there.people.get('ada')!.groups = ['sre', 'audit'];
    const first = (await provider.confirm(refreshToken!, 'ada'))!;
    expect(first.person.groups).toEqual(['sre', 'audit']);
    expect(first.refreshToken).not.toBe(refreshToken);
    expect(await provider.confirm(first.refreshToken, 'ada')).not.toBeNull();
  });

  test('is refused for who is gone there, and for a token shown twice', async () => {
    const { provider, kept, answer } = await visit();
    const { refreshToken } = await provider.complete(answer, kept);
    const { refreshToken: next } = (await provider.confirm(refreshToken!, 'ada'))!;
    there.people.delete('ada');
    expect(await provider.confirm(next, 'ada')).toBeNull();
    expect(await provider.confirm(refreshToken!, 'ada')).toBeNull();
  });

  test('fails, and refuses nobody, while the provider is away', async () => {
    const { provider, kept, answer } = await visit();
    const { refreshToken } = await provider.complete(answer, kept);
    there.away.now = true;
    await expect(provider.confirm(refreshToken!, 'ada')).rejects.toMatchObject({ code: 'access.provider_failed' });
    there.away.now = false;
    expect(await provider.confirm(refreshToken!, 'ada')).not.toBeNull();
  });
});

test('a provider that is away at the start is asked again at the next sign-in', async () => {
  const provider = open();
  there.away.now = true;
  await expect(provider.begin(redirectUri)).rejects.toMatchObject({ code: 'access.provider_failed' });
  there.away.now = false;
  expect((await provider.begin(redirectUri)).url).toContain(there.issuer);
});

test('a wrong client secret is the provider’s refusal of us, not of the person', async () => {
  const { provider, kept, answer } = await visit(open({ CLIENT_SECRET: 'wrong' }));
  await expect(provider.complete(answer, kept)).rejects.toThrow('invalid_client');
  const known = await visit();
  const { refreshToken } = await known.provider.complete(known.answer, known.kept);
  await expect(provider.confirm(refreshToken!, 'ada')).rejects.toThrow('invalid_client');
});

test('without an issuer there is none; an issuer needs a client; http only on this machine', () => {
  expect(openProvider(configOf({}))).toBeNull();
  expect(() => openProvider(configOf({ ISSUER: 'https://login.example.com' }))).toThrow('oidc.clientId');
  expect(() => configOf({ ISSUER: 'http://login.example.com' })).toThrow('must look like https://login.example.com');
});

test('groups are told as a list in YAML or as JSON, with roles that exist', () => {
  const groups = '[{"group":"sre","role":"operator","team":"default"}]';
  expect(open({ GROUPS: groups }).rules).toEqual([{ group: 'sre', role: 'operator', team: 'default' }]);
  expect(() => open({ GROUPS: '[{"group":"sre","role":"king"}]' })).toThrow('must be one of viewer, operator');
});
