import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guestActor, keyScopes, roles, systemActor, type Actor, type Grant } from './actor.ts';
import { allows, authorize, heldUntil, visiblePlaces, visibleTeams } from './authorize.ts';
import { actions, rightOf, type Action } from './rights.ts';
import type { Ctx } from './ctx.ts';

const all = Object.keys(actions) as (keyof typeof actions)[];
const person = (...grants: Partial<Grant>[]): Actor => ({
  kind: 'person',
  id: 'per_1',
  sessionId: 'ses_1',
  grants: grants.map((grant) => ({ role: 'viewer', teamId: null, agentId: null, environment: null, ...grant })),
});
const key = (scopes: Extract<Actor, { kind: 'key' }>['scopes']): Actor => ({
  kind: 'key',
  id: 'key_1',
  teamId: 'a',
  agent: null,
  environment: null,
  scopes,
});

describe('people', () => {
  test('may what their role may, where the grant holds', () => {
    const operator = person({ role: 'operator', teamId: 'a' });
    expect(allows(operator, 'key.create', { teamId: 'a' })).toBe(true);
    expect(allows(operator, 'key.create', { teamId: 'b' })).toBe(false);
    expect(allows(operator, 'key.create')).toBe(false);
    expect(allows(operator, 'key.create', 'anywhere')).toBe(true);
    expect(allows(operator, 'team.create', 'anywhere')).toBe(false);
    expect(allows(person({ role: 'admin' }), 'team.create')).toBe(true);
    expect(allows(person(), 'team.create', 'anywhere')).toBe(false);
  });

  test('a grant of one agent or environment does not reach others, nor the whole team', () => {
    const narrow = person({ role: 'admin', teamId: 'a', agentId: 'x', environment: 'prod' });
    expect(allows(narrow, 'run.read', { teamId: 'a', agentId: 'x', environment: 'prod' })).toBe(true);
    expect(allows(narrow, 'run.read', { teamId: 'a', agentId: 'x', environment: 'dev' })).toBe(false);
    expect(allows(narrow, 'run.read', { teamId: 'a' })).toBe(false);
    expect(visibleTeams(narrow, 'run.read')).toEqual([]);
    expect(visibleTeams(narrow, 'team.read')).toEqual(['a']);
    const place = { teamId: 'a', agents: ['clerk'], environment: 'prod' };
    const named = person({ role: 'admin', teamId: 'a', agentId: 'x', agentNames: ['clerk'], environment: 'prod' });
    expect(visiblePlaces(named, 'run.read')).toEqual([place]);
    expect(allows(named, 'run.read', { teamId: 'a', agent: 'clerk', environment: 'prod' })).toBe(true);
    expect(allows(named, 'run.read', { teamId: 'a', agent: 'other', environment: 'prod' })).toBe(false);
  });

  test('see the teams they have the role in', () => {
    expect(visibleTeams(person({ teamId: 'a' }, { teamId: 'b', role: 'operator' }), 'run.read')).toEqual(['a', 'b']);
    expect(visibleTeams(person({ teamId: 'a' }, { teamId: 'b', role: 'operator' }), 'key.read')).toEqual(['b']);
    expect(visibleTeams(person({}), 'run.read')).toBe('all');
    expect(visibleTeams(person(), 'run.read')).toEqual([]);
  });
});

describe('keys', () => {
  test('need the scope, stay in their team, and never administer the workspace', () => {
    for (const action of all) {
      const { scope } = rightOf(action);
      expect(allows(key([...keyScopes]), action, { teamId: 'a' })).toBe(scope !== null);
      if (scope !== null) expect(allows(key([scope]), action, { teamId: 'a' })).toBe(true);
      expect(allows(key([...keyScopes]), action, { teamId: 'b' })).toBe(false);
      expect(allows(key([...keyScopes]), action)).toBe(false);
      expect(allows(key(keyScopes.filter((one) => one !== scope)), action, { teamId: 'a' })).toBe(false);
    }
    expect(visibleTeams(key(['read']), 'run.read')).toEqual(['a']);
    expect(visibleTeams(key(['ingest']), 'run.read')).toEqual([]);
  });

  test('bound to an agent or environment act there only; sending stays theirs', () => {
    const bound: Actor = { ...key(['read', 'ingest', 'admin']), agent: 'x', environment: 'prod' } as Actor;
    expect(allows(bound, 'run.read', { teamId: 'a', agent: 'x', environment: 'prod' })).toBe(true);
    for (const at of [{ agent: 'y', environment: 'prod' }, { agent: 'x', environment: 'dev' }, { agent: 'x' }, {}])
      for (const action of ['run.read', 'key.create', 'grant.create'] as const)
        expect(allows(bound, action, { teamId: 'a', ...at })).toBe(false);
    expect(allows(bound, 'telemetry.write', { teamId: 'a' })).toBe(true);
    expect(visibleTeams(bound, 'run.read')).toEqual([]);
    expect(visiblePlaces(bound, 'run.read')).toEqual([{ teamId: 'a', agents: ['x'], environment: 'prod' }]);
  });
});

test('a guest may sign in and nothing else; only people have a self', () => {
  const may = (actor: Actor): Action[] =>
    ([...all, 'session.create', 'session.end', 'self.read', 'self.change'] as Action[]).filter((a) =>
      allows(actor, a, 'anywhere'),
    );
  expect(may(guestActor)).toEqual(['session.create']);
  expect(may({ kind: 'person', id: 'p', sessionId: 's', grants: [] })).toEqual([
    'session.end',
    'self.read',
    'self.change',
  ]);
  expect(may(key([...keyScopes]))).not.toContain('self.change');
  expect(visibleTeams(guestActor, 'run.read')).toEqual([]);
});

describe('grants that end, and emergencies', () => {
  test('a right is held until the last of its grants ends', () => {
    const two = person({ role: 'admin', until: 10 }, { role: 'operator', until: 20 });
    expect(heldUntil(two, 'key.create', {})).toBe(20);
    expect(heldUntil(two, 'grant.create', {})).toBe(10);
    expect(heldUntil(person({ role: 'admin', until: 10 }, { role: 'admin' }), 'grant.create', {})).toBeNull();
    expect(heldUntil({ ...key(['admin']), until: 30 } as Actor, 'key.create', { teamId: 'a' })).toBe(30);
  });

  test('broken glass opens everything but the handing out of rights', () => {
    const holder = person({ role: 'admin', emergency: true, until: 10 });
    const closed = all.filter((action) => !allows(holder, action));
    expect(closed).toEqual(all.filter((action) => rightOf(action).hands === true));
    expect(closed).toContain('grant.create');
  });
});

test('the system and jobs may; the ledger names them', () => {
  for (const action of all) expect(allows(systemActor, action)).toBe(true);
  expect(visibleTeams({ kind: 'job', id: 'job_1' }, 'run.read')).toBe('all');
});

test('authorize throws with the name of the right', () => {
  const ctx = { actor: guestActor } as Ctx;
  expect(() => authorize(ctx, 'run.read')).toThrow(
    expect.objectContaining({ code: 'access.denied', message: expect.stringContaining('"run.read"') }),
  );
});

test('what is allowed in a team is allowed somewhere; more grants never take a right away', () => {
  const grants = fc.array(
    fc.record({
      role: fc.constantFrom(...roles),
      teamId: fc.constantFrom('a', 'b', null),
      agentId: fc.constantFrom('x', null),
      environment: fc.constantFrom('prod', null),
    }) as fc.Arbitrary<Grant>,
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(grants, grants, fc.constantFrom(...all), fc.constantFrom('a', 'b'), (some, more, action, teamId) => {
      if (some.length === 0) return;
      if (!allows(person(...some), action, { teamId })) return;
      expect(allows(person(...some), action, 'anywhere')).toBe(true);
      expect(allows(person(...some, ...more), action, { teamId })).toBe(true);
    }),
  );
});
