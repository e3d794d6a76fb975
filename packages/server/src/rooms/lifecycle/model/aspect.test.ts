import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aspect, type AspectFacts, type Rung } from './aspect.ts';

const none = { invocations: 0, completed: 0, failed: 0, passedToPerson: 0, abandoned: 0, unknown: 0, unbound: 0 };
const facts = (figures: Partial<typeof none> | null, more: Partial<AspectFacts> = {}): AspectFacts => {
  const all = { ...none, ...figures };
  const { completed, failed, passedToPerson, abandoned, unknown } = all;
  return {
    figures: figures && { ...all, invocations: completed + failed + passedToPerson + abandoned + unknown },
    lastAt: '2026-11-22T10:00:00.000Z',
    window: 'the last 24 hours',
    foreign: false,
    rung: 'full',
    rungSince: null,
    runs: '/runs?agent=a',
    ...more,
  };
};
const codes = (of: AspectFacts): string[] => aspect(of).reasons.map((one) => one.code);

describe('health', () => {
  test.each([
    ['all went well', { completed: 100 }, 'clear'],
    ['a failure among many', { completed: 99, failed: 1 }, 'clear'],
    ['one failure is no pattern', { completed: 1, failed: 1 }, 'clear'],
    ['some fail', { completed: 85, failed: 15 }, 'caution'],
    ['few, and all of them fail', { failed: 5 }, 'caution'],
    ['a third fails', { completed: 200, failed: 100 }, 'danger'],
    ['passing on to a person is no failure', { passedToPerson: 100 }, 'clear'],
    ['unknown outcomes hide no failures', { failed: 100, unknown: 900 }, 'danger'],
    ['nobody knows how it ends', { completed: 10, unknown: 20 }, 'caution'],
    ['sent with a key of another agent', { completed: 50, unbound: 1 }, 'caution'],
  ] as const)('%s', (_, figures, health) => {
    expect(aspect(facts(figures)).health).toBe(health);
  });

  test('no data is dark and says why, never clear', () => {
    expect(aspect(facts({}))).toMatchObject({ health: 'dark', reasons: [{ code: 'no_signal' }] });
    expect(aspect(facts({}, { lastAt: null }))).toMatchObject({ health: 'dark', reasons: [{ code: 'never_seen' }] });
    expect(aspect(facts(null))).toMatchObject({ health: 'dark', reasons: [{ code: 'unreadable' }] });
  });

  test('a name that another team had first is watched', () => {
    expect(aspect(facts({ completed: 1 }, { foreign: true }))).toMatchObject({ health: 'caution' });
    expect(codes(facts({}, { foreign: true }))).toEqual(['no_signal', 'foreign_name']);
  });

  test('the worst reason comes first, with its figures and its runs', () => {
    const { reasons } = aspect(facts({ failed: 30, unknown: 40 }, { foreign: true }));
    expect(reasons.map((one) => one.code)).toEqual(['failures', 'outcome_unknown', 'foreign_name']);
    expect(reasons[0]).toMatchObject({
      sentence: '30 of 30 with a known outcome failed (100 %) in the last 24 hours.',
      link: '/runs?agent=a&outcome=failed',
    });
  });

  test('failures too few for the lamp are told all the same', () => {
    const { health, reasons } = aspect(facts({ completed: 340, failed: 8 }));
    expect(health).toBe('clear');
    expect(reasons.map((one) => one.sentence)).toEqual([
      '8 of 348 with a known outcome failed (2 %) in the last 24 hours.',
    ]);
    expect(codes(facts({ completed: 9, failed: 1 }, { foreign: true }))).toEqual(['foreign_name', 'few_failures']);
  });

  test('a handful is told in counts, not in percent', () => {
    expect(aspect(facts({ failed: 5 })).reasons[0]!.sentence).toBe(
      '5 of 5 with a known outcome failed in the last 24 hours.',
    );
  });
});

describe('authority', () => {
  test.each([
    ['full', 'full'],
    ['shadow', 'limited'],
    ['canary', 'limited'],
    ['approval_for_writes', 'limited'],
    ['writes_off', 'limited'],
    ['previous_release', 'limited'],
    ['drain', 'held'],
    ['stop', 'held'],
  ] as const)('%s is %s, and is a fact beside health', (rung, authority) => {
    const told = aspect(facts({ failed: 100 }, { rung }));
    expect([told.authority, told.health]).toEqual([authority, 'danger']);
    expect(told.reasons.some((one) => one.code === rung)).toBe(rung !== 'full');
  });
});

describe('for any figures', () => {
  const some = fc.record({
    completed: fc.nat(300),
    failed: fc.nat(300),
    passedToPerson: fc.nat(300),
    abandoned: fc.nat(300),
    unknown: fc.nat(300),
    unbound: fc.nat(3),
  });
  const rank = { dark: -1, clear: 0, caution: 1, danger: 2 };

  test('the lamp is clear exactly where nothing but a few failures speaks against it', () => {
    const little = (of: AspectFacts): boolean => codes(of).every((code) => code === 'few_failures');
    fc.assert(fc.property(some, (of) => (aspect(facts(of)).health === 'clear') === little(facts(of))));
  });

  test('one more failure never makes it better', () => {
    fc.assert(
      fc.property(some, (of) => {
        const worse = { ...of, failed: of.failed + 1 };
        const [before, after] = [aspect(facts(of)).health, aspect(facts(worse)).health];
        // The first one of all turns dark into a signal.
        return rank[after] >= rank[before] || of.unknown > of.failed;
      }),
    );
  });

  test('authority does not change health', () => {
    fc.assert(
      fc.property(some, fc.constantFrom<Rung>('full', 'canary', 'stop'), (of, rung) => {
        return aspect(facts(of, { rung })).health === aspect(facts(of)).health;
      }),
    );
  });
});
