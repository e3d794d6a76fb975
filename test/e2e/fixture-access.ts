import type { Grant, Key, Person, ServiceAccount } from '../../packages/server/src/access/contract.ts';
import { actions } from '../../packages/server/src/spine/rights.ts';

/** People, keys and service accounts as a workspace has them after a while, with something to look at in each state. */
export const created = '2026-11-01T08:00:00.000Z';
export const allRights = Object.keys(actions);
export const soon = (): string => new Date(Date.now() + 900_000).toISOString();

export const everywhere: Grant = {
  ...{ id: 'grt_1', personId: 'per_1', role: 'admin', teamId: null, agentId: null, environment: null },
  ...{ until: null, source: 'person', reason: null },
};
const grant = (over: Partial<Grant>): Grant => ({ ...everywhere, role: 'viewer', ...over });
const person = (over: Partial<Person>): Person => ({
  ...{ id: 'per_x', name: 'Nobody', email: 'nobody@example.com', disabledAt: null, lockedOutAt: null },
  ...{ signsIn: 'here', secondFactor: false, createdAt: created, grants: [] },
  ...over,
});

const people = (owner: string): Person[] => [
  person({ id: owner, name: 'Ada Weiss', email: 'ada@example.com', secondFactor: true, grants: [everywhere] }),
  person({
    ...{ id: 'per_2', name: 'Jonas Okafor', email: 'jonas.okafor@example.com' },
    grants: [
      grant({ id: 'grt_2', role: 'operator', teamId: 'tea_support' }),
      grant({
        id: 'grt_3',
        role: 'admin',
        teamId: 'tea_support',
        source: 'emergency',
        until: soon(),
        reason: 'Refunds stand still',
      }),
    ],
  }),
  person({
    ...{
      id: 'per_3',
      name: 'Mei Lindqvist-Castellanos de la Frontera',
      email: 'mei.lindqvist-castellanos@finance.example.com',
    },
    signsIn: 'provider',
    grants: [
      grant({
        id: 'grt_4',
        role: 'prompt_engineer',
        teamId: 'tea_finance',
        environment: 'production',
        source: 'provider',
      }),
      grant({ id: 'grt_5', role: 'auditor', until: '2026-12-31T23:59:59.999Z' }),
    ],
  }),
  person({ id: 'per_4', name: 'Left Us', email: 'left@example.com', disabledAt: created }),
  person({ id: 'per_5', name: 'Gone There', email: 'gone@example.com', signsIn: 'provider', lockedOutAt: created }),
];

const key = (over: Partial<Key>): Key => ({
  ...{ id: 'key_0193a5b2c4d87e9f8a1b2c3d4e5f6071', name: 'First key', teamId: 'tea_support', agent: null },
  ...{ environment: null, scopes: ['ingest'], contentMode: 'keep', createdAt: created, lastUsedAt: created },
  ...{ expiresAt: null, revokedAt: null, serviceAccountId: null },
  ...over,
});
const keys: Key[] = [
  key({}),
  key({
    ...{ id: 'key_0193a5b2c4d87e9f8a1b2c3d4e5f6072', name: 'Nightly export', teamId: 'tea_finance' },
    ...{ environment: 'production', scopes: ['read', 'content'], lastUsedAt: null, serviceAccountId: 'sva_1' },
    expiresAt: '2027-03-01T23:59:59.999Z',
  }),
  key({ id: 'key_0193a5b2c4d87e9f8a1b2c3d4e5f6073', name: 'Leaked', agent: 'refund-clerk', revokedAt: created }),
];
const accounts = (owner: string): ServiceAccount[] => [
  {
    ...{ id: 'sva_1', name: 'Nightly jobs', teamId: 'tea_finance', ownerId: owner, ownerName: 'Ada Weiss' },
    ...{ ownerGone: false, createdAt: created, expiresAt: '2027-03-01T23:59:59.999Z', disabledAt: null },
  },
  {
    ...{ id: 'sva_2', name: 'Old importer', teamId: 'tea_support', ownerId: 'per_4', ownerName: 'Left Us' },
    ...{ ownerGone: true, createdAt: created, expiresAt: '2027-01-15T23:59:59.999Z', disabledAt: null },
  },
];

type Asked = { method: string; empty: boolean; owner: string };
type Told = { status: number; body: unknown };

/** What the API says about access; null = not its address. `body` null = 204. */
export function accessAnswer(at: string, { method, empty, owner }: Asked): Told | null {
  const list = (items: unknown[]): Told => ({ status: 200, body: { items, nextCursor: null } });
  if (method === 'GET') {
    if (at === '/people') return list(empty ? people(owner).slice(0, 1) : people(owner));
    if (at === '/keys') return list(empty ? [] : keys);
    if (at === '/service-accounts') return list(empty ? [] : accounts(owner));
    if (at === '/access-settings') return { status: 200, body: { secondFactorRequired: false } };
    return null;
  }
  const url = { signInUrl: 'https://signalbox.example/sign-in/0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978' };
  if (at === '/people') return { status: 201, body: { person: people(owner)[1], ...url } };
  if (/^\/people\/[^/]+\/(sign-in-link|reset-sign-in)$/.test(at)) return { status: 201, body: url };
  if (at === '/grants' || at === '/emergency-grants') return { status: 201, body: everywhere };
  if (at === '/keys')
    return { status: 201, body: { key: keys[0], secret: `sbx_${'0193a5b2'.repeat(4)}_${'c4d87e9f'.repeat(6)}` } };
  if (at === '/service-accounts') return { status: 201, body: accounts(owner)[0] };
  if (at === '/access-settings') return { status: 200, body: { secondFactorRequired: true } };
  if (at === '/me/second-factor')
    return {
      status: 201,
      body: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Signalbox:ada?secret=JBSW' },
    };
  if (at === '/me/second-factor/confirm')
    return { status: 200, body: { codes: ['abcd-efgh-ijkl-mnop', 'qrst-uvwx-yz23-4567'] } };
  return /^\/(people|grants|keys|service-accounts|me\/second-factor)\/.+/.test(at) ? { status: 204, body: null } : null;
}
