import { describe, expect, test } from 'vitest';
import { effectLines } from './effect-lines.ts';
import { instanceWords } from './instance-words.ts';
import { outcomes, someFigures } from './lifecycle.fixture.ts';
import { objectiveLines } from './objective-lines.ts';
import { someReleaseFigures } from './release.fixture.ts';

describe('before and after a deployment', () => {
  const lines = (...[before, after]: (Parameters<typeof someReleaseFigures>[0] | null)[]) =>
    Object.fromEntries(
      effectLines({
        before: before == null ? null : someReleaseFigures(before),
        after: after == null ? null : someReleaseFigures(after),
      }).map((line) => [line.name, [line.before, line.after]]),
    );

  test('each figure stands with its n', () => {
    const told = lines({ completion: 0.93, invocations: 412, unknownOutcomes: 12 }, { completion: 0.951, p95Ms: 900 });
    expect(told['Completed']).toEqual(['93 % of 400', '95 % of 90']);
    expect(told['p95, s']).toEqual(['4.20', '0.90']);
  });

  test.each([
    [1, '100 % of 100'],
    [0.9999, '99 % of 100'],
    [0.0001, '1 % of 100'],
    [0, '0 % of 100'],
  ])('a completion of %d is said as %s', (completion, said) => {
    expect(lines({ completion, invocations: 100, unknownOutcomes: 0 })['Completed']![0]).toBe(said);
  });

  test('few are counted, and what is not known is not 0', () => {
    expect(lines({ completion: 0.5, invocations: 12, unknownOutcomes: 2 })['Completed']![0]).toBe('5 of 10');
    expect(lines({ completion: null, costPerInvocationUsd: null, p95Ms: null }, null)).toEqual({
      Completed: ['—', '—'],
      Invocations: ['100', '—'],
      'USD each': ['—', '—'],
      'p95, s': ['—', '—'],
    });
  });

  test('a cost that is not whole says so', () => {
    expect(lines({ uncostedCalls: 3 })['USD each']![0]).toBe('0.0123 +?');
  });
});

describe('instances of an environment', () => {
  const of = (...states: string[]) =>
    instanceWords(
      states.map((one) => ({
        state: one === 'lost' ? 'lost' : one === 'stopped' ? 'stopped' : 'alive',
        current: one !== 'old',
      })),
    );

  test.each([
    [[], 'none tells', false],
    [['stopped'], 'none tells', false],
    [['alive', 'alive'], '2 alive', false],
    [['alive', 'old'], '2 alive, 1 on another release', true],
    [['alive', 'lost'], '1 alive, 1 lost', true],
    [['lost'], '0 alive, 1 lost', true],
  ])('%j: %s', (states, words, lagging) => expect(of(...states)).toEqual({ words, lagging }));

  test('that are not known are not none', () => expect(instanceWords(undefined).words).toBe('—'));
});

describe('objectives beside what is', () => {
  const all = { completion: 0.95, latencyMs: 5000, costUsd: 0.05 };
  const met = (...args: Parameters<typeof objectiveLines>) => objectiveLines(...args).map((line) => line.met);

  test('nobody set one: there is no line', () => {
    expect([...objectiveLines(undefined, someFigures()), ...objectiveLines({}, null)]).toEqual([]);
  });

  test('what did not run neither meets nor misses', () => {
    expect(objectiveLines(all, null).map((line) => [line.actual, line.met])).toEqual(Array(3).fill(['—', null]));
  });

  test('only known outcomes count, and a rounded share never says more than there is', () => {
    const figures = someFigures({ outcomes: outcomes({ completed: [94_999, 0], failed: [5001, 0], unknown: [9, 0] }) });
    const [line] = objectiveLines(all, figures);
    expect(line).toMatchObject({ target: '≥ 95 %', actual: '94.9 %', met: false, n: '100,000 of known outcome' });
  });

  test('few outcomes are counted and judge nothing', () => {
    const figures = someFigures({ outcomes: outcomes({ completed: [3, 0], failed: [2, 0] }) });
    expect(objectiveLines(all, figures)[0]).toMatchObject({ actual: '3 of 5', met: null });
  });

  test('exactly the target is met', () => {
    const figures = someFigures({ p95Ms: 5000, invocations: 100, costUsd: 5 });
    expect(met({ latencyMs: 5000, costUsd: 0.05 }, figures)).toEqual([true, true]);
    expect(met({ latencyMs: 4999, costUsd: 0.0499 }, figures)).toEqual([false, false]);
  });

  test('a cost that is not whole can miss, never meet', () => {
    expect(met({ costUsd: 1 }, someFigures({ uncostedCalls: 1 }))).toEqual([null]);
    expect(met({ costUsd: 0.01 }, someFigures({ uncostedCalls: 1 }))).toEqual([false]);
    expect(met({ costUsd: 1 }, someFigures({ costUsd: null }))).toEqual([null]);
    expect(met({ latencyMs: 1 }, someFigures({ p95Ms: null }))).toEqual([null]);
  });
});
