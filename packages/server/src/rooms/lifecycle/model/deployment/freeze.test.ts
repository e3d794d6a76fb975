import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, type FreezeWindow, freezeOver, type Override } from './freeze.ts';
import { missingSignOffs, type SignOff } from './sign-off.ts';

const place = { teamId: 'tea_1', agentId: 'agt_1', environment: 'production' };
const window = (more: Partial<FreezeWindow> = {}): FreezeWindow => ({
  ...{ id: 'frz', teamId: null, agentId: null, environment: null, from: 1_000, until: 2_000 },
  ...more,
});
const part = (...names: string[]) => fc.option(fc.constantFrom(...names));
const windows = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    teamId: part('tea_1', 'tea_2'),
    agentId: part('agt_1', 'agt_2'),
    environment: part('production', 'staging'),
    from: fc.integer({ min: 0, max: 20 }),
    until: fc.integer({ min: 0, max: 20 }),
  }),
  { maxLength: 5 },
);
const overrides: fc.Arbitrary<Override[]> = fc.array(
  fc.record({ freezeId: fc.constantFrom('a', 'b', 'c'), personId: fc.constantFrom('p', 'q', 'r') }),
  { maxLength: 6 },
);
const moment = fc.integer({ min: -1, max: 21 });

describe('where a freeze holds', () => {
  test.each<[Partial<FreezeWindow>, boolean]>([
    [{}, true],
    [{ teamId: 'tea_1' }, true],
    [{ teamId: 'tea_2' }, false],
    [{ agentId: 'agt_1' }, true],
    [{ agentId: 'agt_2' }, false],
    [{ environment: 'production' }, true],
    [{ environment: 'Production' }, false],
    [{ environment: 'staging' }, false],
    [{ teamId: 'tea_1', agentId: 'agt_1', environment: 'production' }, true],
    [{ teamId: 'tea_2', agentId: 'agt_1', environment: 'production' }, false],
    [{ teamId: 'tea_1', environment: 'staging' }, false],
    [{ teamId: '' }, false],
  ])('of %j: here %s', (scope, is) => expect(covers(window(scope), place)).toBe(is));
});

describe('when a freeze holds', () => {
  test.each([
    [999, null],
    [1_000, 'frz'],
    [1_999, 'frz'],
    [2_000, null],
  ])('at %i: %s, as its end is not in it', (now, id) => {
    expect(freezeOver([window()], [], place, now)?.id ?? null).toBe(id);
  });

  test('one that ends before it begins never does', () => {
    fc.assert(
      fc.property(
        moment,
        (now) => void expect(freezeOver([window({ from: 15, until: 5 })], [], place, now)).toBeNull(),
      ),
    );
  });
});

describe('overriding', () => {
  const by = (...people: string[]): Override[] => people.map((personId) => ({ freezeId: 'frz', personId }));
  test.each([
    [by(), false],
    [by('a'), false],
    [by('a', 'a', 'a'), false],
    [by('a', 'b'), true],
    [by('a', 'b', 'c'), true],
  ])('by %j frees: %s', (given, isFree) => {
    expect(freezeOver([window()], given, place, 1_500) === null).toBe(isFree);
  });

  test('of one freeze leaves another that holds too', () => {
    const other = window({ id: 'other' });
    expect(freezeOver([window(), other], by('a', 'b'), place, 1_500)).toBe(other);
    expect(freezeOver([other, window()], by('a', 'b'), place, 1_500)).toBe(other);
  });
});

describe('whatever freezes there are', () => {
  test('what is found holds here and now, and fewer than two people agreed', () => {
    fc.assert(
      fc.property(windows, overrides, moment, (all, given, now) => {
        const found = freezeOver(all, given, place, now);
        if (found === null) return;
        expect(all).toContain(found);
        expect(found.from <= now && now < found.until && covers(found, place)).toBe(true);
        const agreed = given.filter((one) => one.freezeId === found.id).map((one) => one.personId);
        expect(new Set(agreed).size).toBeLessThan(2);
      }),
    );
  });

  test('one freeze more never frees a place, one consent more never freezes it', () => {
    fc.assert(
      fc.property(windows, overrides, moment, (all, given, now) => {
        const isFrozen = (some: typeof all, consents: typeof given): boolean =>
          freezeOver(some, consents, place, now) !== null;
        if (isFrozen(all.slice(1), given)) expect(isFrozen(all, given)).toBe(true);
        if (isFrozen(all, given)) expect(isFrozen(all, given.slice(1))).toBe(true);
      }),
    );
  });
});

describe('sign-offs that are missing', () => {
  const by = (personId: string, ...roles: string[]): SignOff => ({ personId, roles });
  const rule = (people: number, role: string | null = null, notAuthor = false) => ({ people, role, notAuthor });
  test.each([
    [rule(0), [], 0],
    [rule(2), [], 2],
    [rule(2), [by('a'), by('a')], 1],
    [rule(2), [by('a'), by('b')], 0],
    [rule(1), [by('a'), by('b'), by('c')], 0],
    [rule(1, 'compliance'), [by('a', 'operator')], 1],
    [rule(1, 'compliance'), [by('a', 'operator', 'compliance')], 0],
    [rule(1, 'compliance'), [by('a')], 1],
    [rule(1, null, true), [by('author')], 1],
    [rule(1, null, false), [by('author')], 0],
    [rule(2, 'admin', true), [by('author', 'admin'), by('b', 'admin'), by('c', 'viewer')], 1],
  ])('by %j with %j: %i', (asked, given, missing) => {
    expect(missingSignOffs(asked, given, 'author')).toBe(missing);
  });

  test('of a release nobody made, everybody counts', () => {
    expect(missingSignOffs(rule(1, null, true), [by('a')], null)).toBe(0);
  });

  const signed = fc.record({
    personId: fc.constantFrom('a', 'b', 'c', 'author'),
    roles: fc.subarray(['admin', 'operator']),
  });
  const rules = fc.record({
    people: fc.integer({ min: 0, max: 4 }),
    role: fc.option(fc.constantFrom('admin', 'operator')),
    notAuthor: fc.boolean(),
  });
  test('are between none and as many as the rule asks, in whatever order, and never more for one sign-off more', () => {
    fc.assert(
      fc.property(rules, fc.array(signed), signed, (asked, given, more) => {
        const missing = missingSignOffs(asked, given, 'author');
        expect(missing).toBeGreaterThanOrEqual(0);
        expect(missing).toBeLessThanOrEqual(asked.people);
        expect(missingSignOffs(asked, given.toReversed(), 'author')).toBe(missing);
        const then = missingSignOffs(asked, [...given, more], 'author');
        expect([missing, missing - 1]).toContain(then);
      }),
    );
  });
});
