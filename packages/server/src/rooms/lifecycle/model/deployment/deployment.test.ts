import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { all, decide, type Deployment, type Guard, mostPast, type Order } from './deployment.ts';

const open: Guard = { expected: null, frozenBy: null, missingSignOffs: 0 };
const deploy = (releaseId: string, share = all, salt = `salt-${releaseId}-${share}`): Order => ({
  ...{ verb: 'deploy', releaseId, share, salt },
});
const back = (to: string | null = null): Order => ({ verb: 'roll_back', to });
const after = (...orders: Order[]): Deployment | null => {
  let state: Deployment | null = null;
  for (const order of orders) {
    const next = decide(state, order, open);
    if (typeof next === 'string') throw new Error(next);
    state = next;
  }
  return state;
};

describe('deploying', () => {
  test('replaces what was served, and remembers it', () => {
    expect(after(deploy('a'), deploy('b'), deploy('c'))).toEqual({
      ...{ version: 3, releaseId: 'c', candidate: null, past: ['b', 'a'] },
    });
  });

  test('a share leaves the stable release where it is and keeps its salt while it grows', () => {
    const state = after(deploy('a'), deploy('b', 1_000, 's1'), deploy('b', 50_000, 's2'))!;
    expect(state).toMatchObject({ releaseId: 'a', candidate: { releaseId: 'b', share: 50_000, salt: 's1' } });
    expect(decide(state, deploy('b'), open)).toMatchObject({ releaseId: 'b', candidate: null, past: ['a'] });
    expect(decide(state, deploy('c', 1, 's3'), open)).toMatchObject({ candidate: { releaseId: 'c', salt: 's3' } });
    expect(decide(state, deploy('a'), open)).toMatchObject({ releaseId: 'a', candidate: null, past: [] });
  });

  test('what is served already, and a share of nothing, are refused', () => {
    expect(decide(after(deploy('a')), deploy('a'), open)).toBe('served_already');
    expect(decide(after(deploy('a')), deploy('a', 5), open)).toBe('served_already');
    expect(decide(after(deploy('a'), deploy('b', 5)), deploy('b', 5), open)).toBe('served_already');
    expect(decide(null, deploy('a', 5), open)).toBe('nothing_served');
  });
});

describe('rolling back', () => {
  test('drops a candidate first, then goes to the release before, and never forward again by itself', () => {
    const state = after(deploy('a'), deploy('b'), deploy('c', 10), back())!;
    expect(state).toMatchObject({ releaseId: 'b', candidate: null, past: ['a'] });
    expect(decide(state, back(), open)).toMatchObject({ releaseId: 'a', past: [] });
    expect(decide(after(deploy('a'), deploy('b'), back()), back(), open)).toBe('no_such_past');
  });

  test('goes to any of the past, and to nothing else', () => {
    const state = after(deploy('a'), deploy('b'), deploy('c'))!;
    expect(decide(state, back('a'), open)).toMatchObject({ releaseId: 'a', past: [] });
    expect(decide(state, back('x'), open)).toBe('no_such_past');
    expect(decide(state, back('c'), open)).toBe('served_already');
    expect(decide(null, back(), open)).toBe('nothing_served');
  });

  test('asks for no sign-off and is not frozen', () => {
    const state = after(deploy('a'), deploy('b'))!;
    expect(decide(state, back(), { ...open, frozenBy: 'frz_1', missingSignOffs: 2 })).toMatchObject({ releaseId: 'a' });
  });
});

const orders = fc.oneof(
  fc.record({
    verb: fc.constant('deploy' as const),
    releaseId: fc.constantFrom('a', 'b', 'c', 'd'),
    share: fc.oneof(fc.constant(all), fc.integer({ min: 1, max: all - 1 })),
    salt: fc.uuid(),
  }),
  fc.record({ verb: fc.constant('roll_back' as const), to: fc.constantFrom(null, 'a', 'b', 'c', 'd') }),
);

test('whatever is ordered: versions count, nothing serves twice, the past was served', () => {
  fc.assert(
    fc.property(fc.array(orders, { maxLength: 40 }), (given) => {
      let state: Deployment | null = null;
      const seen = new Set<string>();
      for (const order of given) {
        const next = decide(state, order, open);
        if (typeof next === 'string') continue;
        expect(next.version).toBe((state?.version ?? 0) + 1);
        seen.add(next.releaseId);
        const named = [next.releaseId, ...next.past];
        expect(new Set(named).size).toBe(named.length);
        expect(named.every((one) => seen.has(one))).toBe(true);
        expect(next.past.length).toBeLessThanOrEqual(mostPast);
        expect(next.candidate?.releaseId).not.toBe(next.releaseId);
        expect(order.verb === 'deploy' || next.candidate === null).toBe(true);
        state = next;
      }
    }),
  );
});

test('a deployment under a freeze, without sign-off or on another version changes nothing', () => {
  fc.assert(
    fc.property(fc.array(orders, { maxLength: 10 }), orders, fc.nat(20), (given, last, expected) => {
      const state = given.reduce<Deployment | null>((now, order) => {
        const next = decide(now, order, open);
        return typeof next === 'string' ? now : next;
      }, null);
      if (expected !== (state?.version ?? 0)) expect(decide(state, last, { ...open, expected })).toBe('changed_since');
      if (last.verb === 'roll_back') return;
      expect(decide(state, last, { ...open, frozenBy: 'frz_1' })).toBe('frozen');
      expect(decide(state, last, { ...open, missingSignOffs: 1 })).toBe('sign_off_missing');
    }),
  );
});
