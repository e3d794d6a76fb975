import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyScopes, roles, type Actor, type Grant } from './actor.ts';
import { allows, heldUntil, type Resource } from './authorize.ts';
import { givingOfRole, givingOfScopes, outlasts } from './giving.ts';
import { actions, type GrantedAction } from './rights.ts';

/** One small world: teams a, b; agents x, y by id and name; environments prod, dev. */
const teams = ['a', 'b'] as const;
const names: Record<string, string> = { agt_x: 'x', agt_y: 'y' };
const environments = ['prod', 'dev'] as const;
const all = Object.keys(actions) as GrantedAction[];

const place = fc.record({
  teamId: fc.constantFrom(...teams, null),
  agentId: fc.constantFrom(...Object.keys(names), null),
  environment: fc.constantFrom(...environments, null),
});
const end = fc.constantFrom(null, 100, 200);
const withNames = ({ agentId }: { agentId: string | null }): Partial<Grant> =>
  agentId === null ? {} : { agentNames: [names[agentId]!] };
const grant: fc.Arbitrary<Grant> = fc
  .record({ role: fc.constantFrom(...roles), at: place, until: end, emergency: fc.boolean() })
  .map(({ role, at, until, emergency }) => ({
    ...{ role, ...at, ...withNames(at) },
    ...(until !== null && { until }),
    ...(emergency && { emergency: true as const }),
  }));
const person: fc.Arbitrary<Actor> = fc
  .array(grant, { minLength: 1, maxLength: 4 })
  .map((grants) => ({ kind: 'person', id: 'per_1', sessionId: 'ses_1', grants }));
const scopes = fc.uniqueArray(fc.constantFrom(...keyScopes), { minLength: 1 });
type Key = Extract<Actor, { kind: 'key' }>;
const key: fc.Arbitrary<Key> = fc
  .record({
    teamId: fc.constantFrom(...teams),
    agent: fc.constantFrom('x', 'y', null),
    environment: fc.constantFrom(...environments, null),
    scopes,
    until: end,
  })
  .map(({ until, ...rest }) => ({ kind: 'key', id: 'key_1', ...rest, ...(until !== null && { until }) }));
const giver = fc.oneof(person, key as fc.Arbitrary<Actor>);

/** Every place that can be asked for, agents by id and name as rooms do. */
const probes: Exclude<Resource, 'anywhere'>[] = [{}];
for (const teamId of [undefined, ...teams])
  for (const agentId of [undefined, ...Object.keys(names)])
    for (const environment of [undefined, ...environments])
      probes.push({
        ...(teamId !== undefined && { teamId }),
        ...(agentId !== undefined && { agentId, agent: names[agentId]! }),
        ...(environment !== undefined && { environment }),
      });

/** What `gift` may anywhere, its giver may there, and for as long. */
function within(gift: Actor, giver: Actor): void {
  for (const at of probes)
    for (const action of all) {
      if (!allows(gift, action, at)) continue;
      const what = `${action} at ${JSON.stringify(at)}`;
      expect(allows(giver, action, at), what).toBe(true);
      expect(outlasts(heldUntil(gift, action, at), heldUntil(giver, action, at)), what).toBe(false);
    }
}
const asked = ({ teamId, agentId, environment }: Pick<Grant, 'teamId' | 'agentId' | 'environment'>) => ({
  ...(teamId !== null && { teamId }),
  ...(agentId !== null && { agentId, agent: names[agentId]! }),
  ...(environment !== null && { environment }),
});

test('nobody can grant what they do not have: no right, no place, no moment longer', () => {
  let given = 0;
  fc.assert(
    fc.property(giver, fc.constantFrom(...roles), place, end, (from, role, at, until) => {
      if (!allows(from, 'grant.create', asked(at))) return;
      const { missing, until: limit } = givingOfRole(from, role, asked(at));
      if (missing.length > 0 || outlasts(until, limit)) return;
      given++;
      const gift = { role, ...at, ...withNames(at), ...(until !== null && { until }) };
      within({ kind: 'person', id: 'per_2', sessionId: 's', grants: [gift] }, from);
    }),
    { numRuns: 3000 },
  );
  expect(given).toBeGreaterThan(10);
});

test('no key carries what its maker does not have', () => {
  let given = 0;
  fc.assert(
    fc.property(giver, key, (from, made) => {
      const { teamId, agent, environment } = made;
      const at = { ...asked({ teamId, agentId: null, environment }), ...(agent !== null && { agent }) };
      if (!allows(from, 'key.create', at)) return;
      const { missing, until: limit } = givingOfScopes(from, made.scopes, at);
      if (missing.length > 0 || outlasts(made.until ?? null, limit)) return;
      given++;
      within(made, from);
    }),
    { numRuns: 3000 },
  );
  expect(given).toBeGreaterThan(10);
});

test('a key with admin makes nobody a reader of content, since it may not read itself', () => {
  const admin: Actor = { kind: 'key', id: 'k', teamId: 'a', agent: null, environment: null, scopes: ['admin', 'read'] };
  expect(givingOfRole(admin, 'operator', { teamId: 'a' }).missing).toContain('content.read');
  expect(givingOfScopes(admin, ['read', 'content', 'ingest'], { teamId: 'a' }).missing).toEqual(['content', 'ingest']);
});
