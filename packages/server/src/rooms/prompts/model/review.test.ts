import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReviewRule } from '../contract.ts';
import { missingFor, reviewState, ruleFor } from './review.ts';

const rule = (folder: string, more: Partial<ReviewRule> = {}): ReviewRule => ({
  ...{ teamId: 'tea_1', folder, reviewerIds: [], needed: 1, labels: ['production'] },
  ...more,
});
const said = (reviewerId: string, verdict: 'approved' | 'changes_requested' | null, more: object = {}) => ({
  ...{ number: 3, reviewerId, verdict, voidedAt: null },
  ...more,
});
const lack = (one: ReviewRule | null, ...verdicts: ReturnType<typeof said>[]) =>
  missingFor(one, { label: 'production', number: 3, verdicts });

describe('which rule holds', () => {
  const rules = [rule(''), rule('support'), rule('support/eu'), rule('support', { teamId: 'tea_2', needed: 9 })];
  test.each([
    ['', ''],
    ['sales', ''],
    ['support', 'support'],
    ['support/us', 'support'],
    ['support/eu/de', 'support/eu'],
    ['supporters', ''],
  ])('in "%s" that of "%s"', (folder, holds) => {
    expect(ruleFor(rules, 'tea_1', folder)).toMatchObject({ folder: holds, needed: 1 });
  });

  test('none where no folder above has one', () => {
    expect(ruleFor([rule('support')], 'tea_1', 'sales')).toBeNull();
    expect(ruleFor([], 'tea_1', '')).toBeNull();
  });
});

describe('what is missing', () => {
  test('nothing without a rule, and for labels that the rule does not name', () => {
    expect(lack(null)).toBeNull();
    expect(missingFor(rule(''), { label: 'staging', number: 3, verdicts: [] })).toBeNull();
  });

  test('as many approvals of this version as are needed', () => {
    const two = rule('', { needed: 2 });
    expect(lack(two)).toEqual({ missing: 2, changesRequested: false });
    expect(lack(two, said('a', 'approved'))).toEqual({ missing: 1, changesRequested: false });
    expect(lack(two, said('a', 'approved'), said('b', 'approved'))).toBeNull();
    expect(lack(two, said('a', 'approved'), said('b', null))).toMatchObject({ missing: 1 });
  });

  test('void ones, those of other versions and of people whom the rule does not name do not count', () => {
    const named = rule('', { reviewerIds: ['a'] });
    expect(lack(named, said('b', 'approved'))).toMatchObject({ missing: 1 });
    expect(lack(named, said('a', 'approved', { voidedAt: 'then' }))).toMatchObject({ missing: 1 });
    expect(lack(named, said('a', 'approved', { number: 2 }))).toMatchObject({ missing: 1 });
    expect(lack(named, said('a', 'approved'))).toBeNull();
  });

  test('one who asks for changes holds it, however many approve', () => {
    expect(lack(rule(''), said('a', 'approved'), said('b', 'changes_requested'))).toEqual({
      ...{ missing: 0, changesRequested: true },
    });
  });

  test('another approval never makes more missing', () => {
    const verdict = fc.constantFrom('approved' as const, 'changes_requested' as const, null);
    const verdicts = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), verdict), { maxLength: 6 });
    fc.assert(
      fc.property(verdicts, fc.integer({ min: 1, max: 4 }), (list, needed) => {
        const one = rule('', { needed });
        const before = lack(one, ...list.map(([who, what]) => said(who, what)));
        const after = lack(one, ...list.map(([who, what]) => said(who, what)), said('z', 'approved'));
        expect(after?.missing ?? 0).toBeLessThanOrEqual(before?.missing ?? 0);
      }),
    );
  });
});

test.each([
  [[], 'none'],
  [[null], 'waiting'],
  [['approved', null], 'waiting'],
  [['approved', 'approved'], 'approved'],
  [['approved', null, 'changes_requested'], 'changes_requested'],
] as const)('verdicts %j are %s', (verdicts, state) => {
  expect(reviewState(verdicts)).toBe(state);
});
