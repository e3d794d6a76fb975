import { describe, expect, test } from 'vitest';
import type { Actor, Grant } from '../../../spine/actor.ts';
import { findServed, mayRead } from './find-served.ts';
import { type Delivered, type Found, snapshotOf } from './snapshot.ts';

const release = (id: string): Delivered => ({
  ...{ id, version: '1.0.0', digest: 'd', manifest: { schema: 'signalbox.release/v1' }, prompts: [] },
});
const releases = new Map(['rel_1', 'rel_2', 'rel_3'].map((id) => [id, release(id)]));
type Row = [agentId: string, teamId: string, slug: string, key: string, environment: string, releaseId: string];
/** Two agents that telemetry calls the same, each of its own team. */
const rows: Row[] = [
  ['agt_1', 'tea_1', 'post', 'mailer', 'production', 'rel_1'],
  ['agt_1', 'tea_1', 'post', 'mailer', 'staging', 'rel_2'],
  ['agt_2', 'tea_2', 'mailer', 'mailer', 'production', 'rel_3'],
];
const found = (names: Found['names'] = []): Found => ({
  ...{ seq: 9, names, releases, steps: new Map() },
  rows: rows.map(([agentId, teamId, slug, key, environment, releaseId]) => ({
    ...{ agentId, teamId, slug, key, environment },
    state: { version: 1, releaseId, candidate: null, past: [] },
  })),
});
const snapshot = snapshotOf(found(), null);

const key = (more: Partial<Extract<Actor, { kind: 'key' }>> = {}): Actor => ({
  ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['deliver'] },
  ...more,
});
const person = (...grants: Partial<Grant>[]): Actor => ({
  ...{ kind: 'person', id: 'per_1', sessionId: 'ses_1' },
  grants: grants.map((one) => ({ role: 'viewer', teamId: null, agentId: null, environment: null, ...one })),
});
const got = (actor: Actor, agent: string, environment = 'production', at = snapshot): string => {
  try {
    return findServed(at, actor, { agent, environment }).stable.id;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const nothing = 'lifecycle.not_deployed';

describe('a name that two teams use', () => {
  test.each([
    ['a key gets its own team’s', key(), 'rel_1'],
    ['also the other one’s', key({ teamId: 'tea_2' }), 'rel_3'],
    ['so does a person of one team', person({ teamId: 'tea_2' }), 'rel_3'],
    ['who sees both gets the agent of that address, not what telemetry calls so', person({}), 'rel_3'],
  ])('%s', (_, actor, id) => expect(got(actor, 'mailer')).toBe(id));

  test('and that a third agent had before is the address of the one that has it now', () => {
    const before = snapshotOf(found([{ agentId: 'agt_1', name: 'mailer' }]), null);
    expect(got(person({}), 'mailer', 'production', before)).toBe('rel_3');
    expect(got(key(), 'mailer', 'production', before)).toBe('rel_1');
  });

  test('an address or an id says which', () => {
    expect(['post', 'agt_1', 'agt_2'].map((name) => got(person({}), name))).toEqual(['rel_1', 'rel_1', 'rel_3']);
  });
});

describe('what is not for somebody is as if it were not there', () => {
  test.each<[string, Actor, string, string, string]>([
    ['another environment', key(), 'post', 'staging', 'rel_2'],
    ['an environment that has nothing', key(), 'post', 'qa', nothing],
    ['an agent nobody knows', key(), 'nobody', 'production', nothing],
    ['a key of that environment', key({ environment: 'staging' }), 'post', 'staging', 'rel_2'],
    ['a key of another environment', key({ environment: 'staging' }), 'post', 'production', nothing],
    ['a key of that agent', key({ agent: 'mailer' }), 'post', 'production', 'rel_1'],
    ['a key of another agent', key({ agent: 'clerk' }), 'post', 'production', nothing],
    ['a key that may only read', key({ scopes: ['read', 'content', 'write', 'admin'] }), 'post', 'production', nothing],
    ['a key of another team, by id', key({ teamId: 'tea_2' }), 'agt_1', 'production', nothing],
    ['a viewer there', person({ teamId: 'tea_1', environment: 'staging' }), 'post', 'staging', 'rel_2'],
    ['a viewer elsewhere', person({ teamId: 'tea_1', environment: 'staging' }), 'post', 'production', nothing],
    ['who may only see figures', person({ role: 'business_owner' }), 'post', 'production', nothing],
    ['nobody', person(), 'post', 'production', nothing],
  ])('%s', (_, actor, agent, environment, expected) => expect(got(actor, agent, environment)).toBe(expected));

  test('and a list of all leaves it out alike', () => {
    const seen = (actor: Actor) => snapshot.all.filter((one) => mayRead(actor, one)).map((one) => one.stable.id);
    expect(seen(person({}))).toEqual(['rel_1', 'rel_2', 'rel_3']);
    expect(seen(key())).toEqual(['rel_1', 'rel_2']);
    expect(seen(key({ environment: 'production', teamId: 'tea_2' }))).toEqual(['rel_3']);
    expect(seen(person())).toEqual([]);
  });
});

test('an object’s own words are no agents', () => {
  for (const name of ['__proto__', 'constructor', 'toString', '']) expect(got(key(), name)).toBe(nothing);
});

test('a deployment whose release was not read is a defect, not an answer', () => {
  expect(() => snapshotOf({ ...found(), releases: new Map() }, null)).toThrow(
    'Release rel_1 is served and was not read.',
  );
});
