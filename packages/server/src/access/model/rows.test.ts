import { expect, test } from 'vitest';
import { Grant, Key, Person, Team } from '../contract.ts';
import { placeOf } from './place.ts';
import { actorGrantOf, grantOf, keyOf, personOf, scopesOf, teamOf } from './rows.ts';

const made = new Date('2026-01-02T03:04:05.678Z');
const grant = {
  id: 'grt_1',
  person_id: 'per_1',
  role: 'operator',
  team_id: 'tea_1',
  agent_id: null,
  environment: 'prod',
  until: null,
  source: 'person' as const,
  reason: null,
};

test('rows come out as the contract has them, times as ISO text in UTC', () => {
  const team = { id: 'tea_1', name: 'T', slug: 't', created_at: made };
  expect(Team.parse(teamOf(team))).toEqual({
    id: 'tea_1',
    name: 'T',
    slug: 't',
    createdAt: '2026-01-02T03:04:05.678Z',
  });
  expect(Grant.parse(grantOf(grant))).toEqual(grantOf(grant));
  const key = {
    ...{ id: 'key_1', name: 'k', team_id: 'tea_1', agent: null, environment: null, scopes: 'ingest read' },
    ...{ created_at: made, expires_at: made, revoked_at: null, last_used_at: null, service_account_id: null },
    content_mode: 'mask' as const,
    origins: '',
  };
  expect(Key.parse(keyOf(key))).toMatchObject({
    scopes: ['ingest', 'read'],
    expiresAt: made.toISOString(),
    revokedAt: null,
  });
  expect(keyOf(key)).not.toHaveProperty('origins');
  const named = keyOf({ ...key, origins: 'https://shop.example.com http://localhost:3000' });
  expect(Key.parse(named).origins).toEqual(['https://shop.example.com', 'http://localhost:3000']);
});

test('a person has their own grants and nobody else’s, and no password', () => {
  const row = {
    id: 'per_1',
    name: 'P',
    email: 'p@example.com',
    disabled_at: null,
    created_at: made,
    password_hash: 'scrypt$…',
    ...{ provider_subject: 'sub', locked_out_at: null, second_factor: true },
  };
  const person = personOf(row, [grant, { ...grant, id: 'grt_2', person_id: 'per_2' }]);
  expect(Person.parse(person)).toEqual(person);
  expect(person.grants.map((one) => one.id)).toEqual(['grt_1']);
  expect(JSON.stringify(person)).not.toContain('scrypt');
});

test('an actor’s grant is its right alone: no ids of row or person', () => {
  const bare = { role: 'operator', teamId: 'tea_1', agentId: null, environment: 'prod' };
  expect(actorGrantOf(grant, null)).toEqual(bare);
  const ends = { ...grant, agent_id: 'agt_1', until: made, source: 'emergency' as const, reason: 'fire' };
  expect(actorGrantOf(ends, { teamId: 'tea_1', names: ['clerk'] })).toEqual({
    ...{ ...bare, agentId: 'agt_1', agentNames: ['clerk'] },
    ...{ until: made.getTime(), emergency: true },
  });
});

test('a grant on an agent is for it in its own team, whatever other teams call theirs', () => {
  const clerk = { teamId: 'tea_1', names: ['clerk'] };
  const on = (team_id: string | null) => actorGrantOf({ ...grant, agent_id: 'agt_1', team_id }, clerk);
  expect([on(null), on('tea_1')]).toMatchObject([
    { teamId: 'tea_1', agentNames: ['clerk'] },
    { teamId: 'tea_1', agentNames: ['clerk'] },
  ]);
  expect(on('tea_2')).toMatchObject({ teamId: 'tea_2', agentNames: [] });
  expect(actorGrantOf({ ...grant, agent_id: 'agt_gone', team_id: null }, null)).toMatchObject({ agentNames: [] });
});

test('nothing but the secret’s hash is stored of a key, and nothing of it is shown', () => {
  const row = {
    ...grant,
    service_account_id: null,
    content_mode: 'keep' as const,
    origins: 'https://shop.example.com',
    name: 'k',
    agent: null,
    scopes: 'read',
    team_id: 'tea_1',
    secret_hash: Buffer.from('hash'),
  };
  const shown = keyOf({ ...row, created_at: made, expires_at: null, revoked_at: made, last_used_at: made });
  expect(Object.keys(shown).sort()).toEqual(Object.keys(Key.shape).sort());
});

test('scopes are words between single spaces', () => {
  expect(scopesOf('ingest')).toEqual(['ingest']);
  expect(scopesOf('read content write')).toEqual(['read', 'content', 'write']);
});

test.each([
  [{ teamId: null }, {}],
  [{ teamId: 'tea_1' }, { teamId: 'tea_1' }],
  [{ teamId: 'tea_1', agentId: null, environment: null }, { teamId: 'tea_1' }],
  [{ teamId: null, environment: 'prod' }, { environment: 'prod' }],
  [
    { teamId: 'tea_1', agentId: 'agt_1', environment: 'prod' },
    { teamId: 'tea_1', agentId: 'agt_1', environment: 'prod' },
  ],
])('the place of %o is %o: all of it leaves the part out', (at, place) => {
  expect(placeOf(at)).toStrictEqual(place);
});
