import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { all, decide, type Deployment, type Order } from './deployment.ts';
import { isTakenBack, longestPin, type Step, stepAt } from './pinning.ts';

const open = { expected: null, frozenBy: null, missingSignOffs: 0 };
const deploy = (releaseId: string, share = all): Order => ({
  verb: 'deploy',
  releaseId,
  share,
  salt: `s-${releaseId}`,
});
const back = (to: string | null = null): Order => ({ verb: 'roll_back', to });

/** What the history tells of these orders, a second apart; those that are refused left no step. */
function told(...orders: Order[]): { steps: Step[]; states: Deployment[] } {
  const [steps, states]: [Step[], Deployment[]] = [[], []];
  for (const [n, order] of orders.entries()) {
    const next = decide(states.at(-1) ?? null, order, open);
    if (typeof next === 'string') continue;
    states.push(next);
    const { releaseId, candidate } = next;
    steps.push({ at: n * 1_000, isRollback: order.verb === 'roll_back', releaseId, candidate });
  }
  return { steps, states };
}
const takenBack = (from: number, releaseId: string, ...orders: Order[]): boolean =>
  isTakenBack(told(...orders).steps, from, releaseId);

describe('the step that held when a conversation began', () => {
  const { steps } = told(deploy('a'), deploy('b'), deploy('c'));
  test.each([
    [-1, null],
    [0, 0],
    [999, 0],
    [1_000, 1],
    [5_000, 2],
    [Number.NaN, null],
  ])('at %d is %j', (since, at) => expect(stepAt(steps, { since, now: 5_000 })).toBe(at));

  test('is held on to for a day, and what has not begun yet by nothing', () => {
    expect(stepAt(steps, { since: 0, now: longestPin })).toBe(0);
    expect(stepAt(steps, { since: 0, now: longestPin + 1 })).toBeNull();
    expect(stepAt(steps, { since: 5_001, now: 5_000 })).toBeNull();
    expect(stepAt([], { since: 0, now: 1 })).toBeNull();
  });
});

describe('taken back', () => {
  test('is what was rolled back, not what was only replaced', () => {
    expect(takenBack(1, 'b', deploy('a'), deploy('b'), deploy('c'))).toBe(false);
    expect(takenBack(1, 'b', deploy('a'), deploy('b'), back())).toBe(true);
    expect(takenBack(0, 'a', deploy('a'), deploy('b'), back())).toBe(false);
  });

  test('is all that came after what one goes back to, and nothing before it', () => {
    const orders = [deploy('a'), deploy('b'), deploy('c'), deploy('d'), back('b')];
    expect([0, 1, 2, 3].map((from) => takenBack(from, 'abcd'[from]!, ...orders))).toEqual([false, false, true, true]);
  });

  test('is a candidate, while its stable release stays', () => {
    const orders = [deploy('a'), deploy('b', 10_000), back()];
    expect([takenBack(1, 'b', ...orders), takenBack(1, 'a', ...orders)]).toEqual([true, false]);
    expect(takenBack(1, 'b', deploy('a'), deploy('b', 10_000), deploy('a'))).toBe(false);
    expect(takenBack(1, 'b', deploy('a'), deploy('b', 10_000), deploy('b'), deploy('c'), back())).toBe(false);
    expect(takenBack(1, 'b', deploy('a'), deploy('b', 10_000), deploy('b'), deploy('c'), back('a'))).toBe(true);
  });

  test('stays so although it is deployed again', () => {
    expect(takenBack(1, 'b', deploy('a'), deploy('b'), back(), deploy('b'), deploy('c'))).toBe(true);
  });

  test('is everything when one goes back to before what is known', () => {
    const { steps } = told(deploy('z'), deploy('a'), deploy('b'), back('z'));
    expect(isTakenBack(steps.slice(1), 0, 'a')).toBe(true);
    expect(isTakenBack(steps.slice(2), 0, 'b')).toBe(true);
  });
});

const order = fc.oneof(
  fc.record({ release: fc.constantFrom('a', 'b', 'c', 'd'), share: fc.constantFrom(all, all, 5_000, 50_000) }),
  fc.constantFrom(null, 'a', 'b', 'c', 'd'),
);
const orders = fc
  .array(order, { maxLength: 14 })
  .map((list) =>
    list.map((one) => (one === null || typeof one === 'string' ? back(one) : deploy(one.release, one.share))),
  );
const served = ({ releaseId, candidate }: Step): string[] => [releaseId, ...(candidate ? [candidate.releaseId] : [])];

test('property: it is what the states say: by a rollback gone from what is served or remembered, or no candidate any more', () => {
  const isGone = (before: Deployment, after: Deployment, id: string): boolean => {
    const kept = [after.releaseId, ...after.past].includes(id);
    return [before.releaseId, ...before.past].includes(id) ? !kept : false;
  };
  const isDropped = (before: Deployment, after: Deployment, id: string): boolean =>
    before.candidate?.releaseId === id && after.releaseId !== id;
  fc.assert(
    fc.property(orders, (list) => {
      const { steps, states } = told(...list);
      for (const [from, step] of steps.entries())
        for (const id of served(step)) {
          const wanted = states.some((after, n) => {
            const before = states[n - 1];
            if (n <= from || !steps[n]!.isRollback || before === undefined) return false;
            return isGone(before, after, id) || isDropped(before, after, id);
          });
          expect(isTakenBack(steps, from, id)).toBe(wanted);
        }
    }),
    { numRuns: 500 },
  );
});

test('property: knowing less of the past takes back no less', () => {
  fc.assert(
    fc.property(orders, fc.nat(13), (list, cut) => {
      const { steps } = told(...list);
      for (const [from, step] of steps.entries())
        for (const id of from >= cut ? served(step) : [])
          if (isTakenBack(steps, from, id)) expect(isTakenBack(steps.slice(cut), from - cut, id)).toBe(true);
    }),
  );
});
