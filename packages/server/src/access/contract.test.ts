import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { AddModelProvider } from './contract-providers.ts';
import {
  BreakGlass,
  Code,
  CreateGrant,
  CreateKey,
  CreatePerson,
  CreateServiceAccount,
  CreateTeam,
} from './contract.ts';
import { DisablePerson, LinkSignIn, ListQuery, PasswordSignIn, SetPassword } from './contract.ts';

const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;
const long = (length: number): string => 'x'.repeat(length);
const key = { name: 'K', teamId: 'tea', scopes: ['ingest'] };
const provider = { name: 'P', dialect: 'openai', baseUrl: 'https://api.example.com/v1' };

describe('bounds hold on both sides', () => {
  test.each<[string, z.ZodType, unknown, unknown]>([
    ['a team’s name', CreateTeam, { name: long(120) }, { name: long(121) }],
    ['a name of blanks', CreateTeam, { name: ' a ' }, { name: '  \t\n ' }],
    ['an address', CreatePerson, { name: 'A', email: 'a@b.co' }, { name: 'A', email: 'a b@c.co' }],
    ['its length', CreatePerson, { name: 'A', email: 'a@b.co' }, { name: 'A', email: `${long(250)}@b.co` }],
    ['a reason', DisablePerson, { reason: long(500) }, { reason: long(501) }],
    ['a reason that is none', DisablePerson, { reason: 'left' }, { reason: ' ' }],
    ['a password', SetPassword, { password: long(12) }, { password: long(11) }],
    ['a password that costs', SetPassword, { password: long(200) }, { password: long(201) }],
    [
      'a password to sign in with',
      PasswordSignIn,
      { email: 'a@b.co', password: '' },
      { email: 'a@b.co', password: long(201) },
    ],
    ['a link’s token', LinkSignIn, { token: long(200) }, { token: long(201) }],
    ['a code', Code, { code: ' 123456 ' }, { code: '12345 ' }],
    ['a long code', Code, { code: long(20) }, { code: long(21) }],
    ['minutes of broken glass', BreakGlass, { reason: 'r', minutes: 240 }, { reason: 'r', minutes: 241 }],
    ['fewest minutes', BreakGlass, { reason: 'r', minutes: 5 }, { reason: 'r', minutes: 4 }],
    ['parts of minutes', BreakGlass, { reason: 'r', minutes: 6 }, { reason: 'r', minutes: 5.5 }],
    ['a page', ListQuery, { limit: '200' }, { limit: '201' }],
    ['no page', ListQuery, { limit: '1' }, { limit: '0' }],
    ['a cursor', ListQuery, { cursor: long(500) }, { cursor: long(501) }],
    ['scopes', CreateKey, key, { ...key, scopes: [] }],
    ['a scope that is none', CreateKey, key, { ...key, scopes: ['ingest', 'root'] }],
    ['an agent’s name', CreateKey, { ...key, agent: long(400) }, { ...key, agent: long(401) }],
    ['an end', CreateKey, { ...key, expiresAt: '2027-01-01T00:00:00Z' }, { ...key, expiresAt: '2027-01-01' }],
    ['a role', CreateGrant, { personId: 'p', role: 'viewer' }, { personId: 'p', role: 'root' }],
    ['a key’s mode', CreateKey, { ...key, contentMode: 'keep' }, { ...key, contentMode: 'all' }],
    [
      'an account’s end',
      CreateServiceAccount,
      { name: 'S', teamId: 't', ownerId: 'p', expiresAt: '2027-01-01T00:00:00.000Z' },
      { name: 'S', teamId: 't', ownerId: 'p', expiresAt: null },
    ],
  ])('%s', (_, schema, fits, not) => {
    expect(takes(schema, fits)).toBe(true);
    expect(takes(schema, not)).toBe(false);
  });
});

describe('an origin is what a browser says', () => {
  const origin = (value: string): boolean => takes(CreateKey, { ...key, origins: [value] });
  test.each(['https://shop.example.com', 'http://localhost:5173', 'https://a.b:8443', 'http://127.0.0.1'])(
    '%s',
    (value) => expect(origin(value)).toBe(true),
  );
  test.each([
    ...[
      '*',
      'null',
      '',
      'https://*.example.com',
      'shop.example.com',
      'ftp://shop.example.com',
      'https://SHOP.example.com',
    ],
    ...['https://shop.example.com/', 'https://shop.example.com/path', 'https://u:p@shop.example.com', 'https://a b'],
    ...['https://a:123456', 'https://a:', 'javascript:alert(1)', 'https://a\nhttps://b', 'https://a https://b'],
  ])('not %j', (value) => expect(origin(value)).toBe(false));

  test('twenty of them, and no more', () => {
    const some = (count: number) => ({ ...key, origins: Array.from({ length: count }, (_, i) => `https://a${i}`) });
    expect([takes(CreateKey, some(20)), takes(CreateKey, some(21))]).toEqual([true, false]);
  });
});

describe('where models are asked', () => {
  const url = (baseUrl: string): boolean => takes(AddModelProvider, { ...provider, baseUrl });
  test.each(['https://api.openai.com/v1', 'http://127.0.0.1:11434', 'http://[::1]:8000/v1', ' https://a.b '])(
    '%s',
    (value) => expect(url(value)).toBe(true),
  );
  test.each([
    ...[
      '',
      'api.openai.com',
      'file:///etc/passwd',
      'https://user:pw@host/v1',
      'https://host/v1?key=1',
      'https://host/#x',
    ],
    ...['https://', 'https:///v1', 'https://ho st', 'https://host/v 1', 'gopher://host', 'https://host\n.evil'],
  ])('not at %j', (value) => expect(url(value)).toBe(false));

  test('with a key that goes into a header as it is', () => {
    const apiKey = (value: unknown): boolean => takes(AddModelProvider, { ...provider, apiKey: value });
    expect([apiKey('sk-abc_123'), apiKey(null), apiKey(long(1000))]).toEqual([true, true, true]);
    for (const value of ['', ' ', 'a b', 'a\r\nx-evil: 1', 'schlüssel', long(1001), 7])
      expect(apiKey(value)).toBe(false);
  });
});

test('what is left out is the careful choice: nothing without an end is widened, nothing is guessed', () => {
  expect(CreateKey.parse(key)).toEqual({
    ...{ ...key, agent: null, environment: null, expiresAt: null, serviceAccountId: null, contentMode: 'keep' },
    origins: [],
  });
  expect(CreateGrant.parse({ personId: 'p', role: 'viewer' })).toEqual({
    ...{ personId: 'p', role: 'viewer', teamId: null, agentId: null, environment: null, until: null },
  });
  expect(BreakGlass.parse({ reason: ' r ' })).toEqual({ reason: 'r', teamId: null, minutes: 60 });
  expect(ListQuery.parse({})).toEqual({ limit: 50 });
});
