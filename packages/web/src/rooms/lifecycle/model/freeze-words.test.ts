import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreedBy, covers, freezesOver, holds, scopeWords } from './freeze-words.ts';
import { aFreeze } from './release.fixture.ts';

const place = { teamId: 'tea_1', agentId: 'agt_1', environment: 'production' };
const at = Date.parse('2026-12-25T12:00:00.000Z');
const agreed = (...people: string[]) =>
  people.map((personId) => ({ agentId: 'agt_1', environment: 'production', personId, reason: 'urgent' }));

describe('a freeze concerns a place', () => {
  test.each([
    [{}, true],
    [{ teamId: 'tea_1' }, true],
    [{ teamId: 'tea_2' }, false],
    [{ agentId: 'agt_2' }, false],
    [{ environment: 'staging' }, false],
    [{ teamId: 'tea_1', agentId: 'agt_1', environment: 'production' }, true],
  ])('%j: %s', (over, yes) => expect(covers(aFreeze(over), place)).toBe(yes));
});

test('it holds from its first moment to before its last, unless it was lifted', () => {
  const one = aFreeze();
  expect([one.from, one.until].map((t) => holds(one, Date.parse(t)))).toEqual([true, false]);
  expect(holds(aFreeze({ liftedAt: one.from }), at)).toBe(false);
});

test('the same person agrees once, and only there', () => {
  const one = aFreeze({ overrides: [...agreed('a', 'a'), { ...agreed('b')[0]!, environment: 'staging' }] });
  expect(agreedBy(one, place)).toEqual(['a']);
});

test('two people open the place; one does not', () => {
  const over = (...people: string[]) => freezesOver([aFreeze({ overrides: agreed(...people) })], place, at).length;
  expect([over(), over('a'), over('a', 'a'), over('a', 'b')]).toEqual([1, 1, 1, 0]);
});

test('what is not over a place is never told of it, and each that is is told', () => {
  const some = fc.record({
    teamId: fc.constantFrom(null, 'tea_1', 'tea_2'),
    environment: fc.constantFrom(null, 'production', 'staging'),
  });
  fc.assert(
    fc.property(fc.array(some), (scopes) => {
      const all = scopes.map((scope) => aFreeze(scope));
      const told = freezesOver(all, place, at);
      return all.every((one) => told.includes(one) === covers(one, place));
    }),
  );
});

test.each([
  [{}, 'All agents in all environments'],
  [{ teamId: 'tea_1', environment: 'production' }, 'Team Support in production'],
  [{ teamId: 'tea_1', agentId: 'agt_1' }, 'Clerk in all environments'],
])('%j is said as %s', (over, said) => {
  expect(scopeWords(aFreeze(over), { team: () => 'Support', agent: () => 'Clerk' })).toBe(said);
});
