import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Held } from './held.ts';
import type { Said } from './release.ts';

const said = (seq: number, version = 'a'): Said => ({
  etag: version,
  delivery: {
    ...{ seq, stale: false, assignment: { variant: 'stable', reason: 'STATIC', unit: null } },
    ...{ agent: { id: 'a', slug: 'a' }, environment: 'production', deployment: 1 },
    ...{ release: { id: version, version, digest: version, manifest: {} }, prompts: [], tools: null, settings: {} },
  },
});

describe('an answer', () => {
  test('that is newer is taken, and told apart by what it says', () => {
    const held = new Held();
    expect(held.take(said(3), 10)).toBe('changed');
    expect(held.take(said(3), 20)).toBe('same');
    expect(held.take(said(4), 30)).toBe('same');
    expect(held.take(said(5, 'b'), 40)).toBe('changed');
    expect([held.seq, held.said?.etag, held.source]).toEqual([5, 'b', 'server']);
  });

  test('that is older is not', () => {
    const held = new Held();
    held.take(said(5), 10);
    expect(held.take(said(4, 'b'), 20)).toBe('older');
    held.saw(9);
    expect(held.take(said(8, 'b'), 30)).toBe('older');
    expect([held.seq, held.said?.etag]).toEqual([9, 'a']);
  });

  test('whatever comes in whatever order: the place never falls, and what is held is of the newest taken', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('take' as const), seq: fc.nat(50), version: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constantFrom('saw' as const, 'confirm' as const), seq: fc.nat(50) }),
      fc.record({ kind: fc.constant('remember' as const), seq: fc.nat(50), version: fc.constant('d') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const held = new Held();
        let highest = 0;
        let taken = -1;
        for (const one of steps) {
          if (one.kind === 'take' && held.take(said(one.seq, one.version), 0) !== 'older') {
            expect(one.seq).toBeGreaterThanOrEqual(highest);
            taken = one.seq;
          } else if (one.kind === 'saw') held.saw(one.seq);
          else if (one.kind === 'confirm') held.confirm(one.seq, 0);
          else if (one.kind === 'remember') held.remember(said(one.seq, one.version), 0);
          expect(held.seq).toBeGreaterThanOrEqual(highest);
          highest = held.seq;
          if (taken >= 0) expect(held.said?.delivery.seq).toBe(taken);
        }
      }),
    );
  });
});

describe('what an earlier process was told', () => {
  test('stands until the server says something', () => {
    const held = new Held();
    held.remember(said(7), 1_000);
    expect([held.source, held.ageMs(5_000), held.seq]).toEqual(['disk', 4_000, 7]);
    expect(held.take(said(6, 'b'), 5_000)).toBe('older');
    expect(held.take(said(7), 5_000)).toBe('changed');
    expect([held.source, held.ageMs(5_500)]).toEqual(['server', 500]);
  });

  test('comes too late once it did', () => {
    const held = new Held();
    held.take(said(3, 'b'), 10);
    held.remember(said(7), 5);
    expect([held.said?.etag, held.seq, held.source]).toEqual(['b', 3, 'server']);
  });

  test('has no negative age, whatever the clock did meanwhile', () => {
    const held = new Held();
    held.remember(said(7), 9_000);
    expect(held.ageMs(1_000)).toBe(0);
  });
});
