import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsAt, keyHeldAt, replay, type PastEvent } from './replay.ts';

const grant = { personId: 'p', role: 'viewer', teamId: null, agentId: null, environment: null };
const key = { name: 'k', teamId: 't', agent: null, environment: null, scopes: ['read'] };
const event = (type: string, resource: string, payload: unknown = {}): PastEvent => ({ type, resource, payload });

test('what was given and not taken back is held; broken glass is marked', () => {
  const held = replay([
    event('grant.created', 'g1', grant),
    event('glass.broken', 'g2', { ...grant, role: 'admin', reason: 'fire' }),
    event('grant.created', 'g3', grant),
    event('grant.revoked', 'g3', grant),
    event('key.created', 'k1', key),
    event('key.created', 'k2', key),
    event('key.revoked', 'k1'),
    event('run.seen', 'x', { anything: 1 }),
  ]);
  expect([...held.grants].map(([id, one]) => [id, one.emergency])).toEqual([
    ['g1', false],
    ['g2', true],
  ]);
  expect([...held.keys.keys()]).toEqual(['k2']);
});

test('what is erased is counted; that something was taken back is known without its payload', () => {
  const held = replay([
    event('grant.created', 'g1', null),
    event('grant.created', 'g2', grant),
    event('grant.revoked', 'g2', null),
  ]);
  expect([held.grants.size, held.erased]).toEqual([0, 1]);
});

test('who is shut out last is shut out, by whichever way', () => {
  const steps = fc.array(fc.constantFrom('disabled', 'enabled', 'locked_out', 'let_in'), { minLength: 1 });
  fc.assert(
    fc.property(steps, (types) => {
      const held = replay(types.map((type) => event(`person.${type}`, 'p')));
      expect(held.shut.has('p')).toBe(['disabled', 'locked_out'].includes(types.at(-1)!));
    }),
  );
});

describe('a key', () => {
  const at = '2026-11-22T10:00:00.000Z';
  const account = (expiresAt: string): PastEvent => event('service_account.created', 's', { expiresAt });
  const held = (...events: PastEvent[]): boolean => keyHeldAt(replay(events), { ...key, serviceAccountId: 's' }, at);

  test('ends with its service account: expired, disabled, and goes on when it is renewed', () => {
    expect(held(account('2026-11-22T10:00:00.001Z'))).toBe(true);
    expect(held(account(at))).toBe(false);
    expect(held(account(at), event('service_account.renewed', 's', { expiresAt: '2027-01-01T00:00:00.000Z' }))).toBe(
      true,
    );
    expect(held(account('2027-01-01T00:00:00.000Z'), event('service_account.disabled', 's'))).toBe(false);
    expect(held()).toBe(false);
  });

  test('ends by itself', () => {
    expect(keyHeldAt(replay([]), { ...key, until: at }, at)).toBe(false);
    expect(keyHeldAt(replay([]), key, at)).toBe(true);
    expect(holdsAt('2026-11-22T12:00:00+01:00', at)).toBe(true);
  });
});
