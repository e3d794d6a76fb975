import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Sides, syncStep, type SyncRules, type SyncStep } from './sync-step.ts';

const both: SyncRules = { direction: 'both', owner: 'signalbox' };
const git: SyncRules = { direction: 'both', owner: 'git' };
const sides = (base: string | null, there: string | null, here: string | null): Sides => ({ base, there, here });

describe('in both directions', () => {
  test.each<[string, Sides, SyncStep]>([
    ['nothing changed', sides('a', 'a', 'a'), 'nothing'],
    ['new in git', sides(null, 'a', null), 'pull'],
    ['new here', sides(null, null, 'a'), 'push'],
    ['the same on both sides, first seen', sides(null, 'a', 'a'), 'agreed'],
    ['different on both sides, first seen', sides(null, 'a', 'b'), 'conflict'],
    ['changed in git', sides('a', 'b', 'a'), 'pull'],
    ['changed here', sides('a', 'a', 'b'), 'push'],
    ['changed alike', sides('a', 'b', 'b'), 'agreed'],
    ['changed apart', sides('a', 'b', 'c'), 'conflict'],
    ['removed in git', sides('a', null, 'a'), 'pull'],
    ['archived here', sides('a', 'a', null), 'push'],
    ['removed in git, changed here', sides('a', null, 'b'), 'push'],
    ['archived here, changed in git', sides('a', 'b', null), 'pull'],
    ['gone on both sides', sides('a', null, null), 'agreed'],
  ])('%s', (_, given, step) => expect(syncStep(given, both)).toBe(step));
});

test('where git owns, nothing is pushed', () => {
  expect(syncStep(sides('a', 'a', 'b'), git)).toBe('nothing');
  expect(syncStep(sides(null, null, 'b'), git)).toBe('nothing');
  expect(syncStep(sides('a', 'b', 'a'), git)).toBe('pull');
});

test('a sync that only pushes takes nothing over and overwrites nothing', () => {
  const push: SyncRules = { direction: 'push', owner: 'signalbox' };
  expect(syncStep(sides('a', 'b', 'a'), push)).toBe('conflict');
  expect(syncStep(sides(null, 'b', null), push)).toBe('nothing');
  expect(syncStep(sides('a', null, 'a'), push)).toBe('conflict');
  expect(syncStep(sides('a', 'a', 'b'), push)).toBe('push');
});

const digest = fc.constantFrom('a', 'b', 'c', null);
const anySides = fc.record({ base: digest, there: digest, here: digest });
const anyRules = fc.record({
  direction: fc.constantFrom('pull', 'push', 'both'),
  owner: fc.constantFrom('git', 'signalbox'),
}) as fc.Arbitrary<SyncRules>;

test('no step overwrites a change of the other side', () => {
  fc.assert(
    fc.property(anySides, anyRules, ({ base, there, here }, rules) => {
      const step = syncStep({ base, there, here }, rules);
      if (step === 'pull') expect(here === base || here === null).toBe(true);
      if (step === 'push') expect(there === base || there === null).toBe(true);
      if (step === 'agreed') expect(there).toBe(here);
    }),
  );
});

test('no step goes against the direction or the owner', () => {
  fc.assert(
    fc.property(anySides, anyRules, (given, rules) => {
      const step = syncStep(given, rules);
      if (rules.direction === 'pull' || rules.owner === 'git') expect(step).not.toBe('push');
      if (rules.direction === 'push') expect(step).not.toBe('pull');
    }),
  );
});

test('once a step is done, nothing is left to do', () => {
  fc.assert(
    fc.property(anySides, anyRules, (given, rules) => {
      const step = syncStep(given, rules);
      const { there, here } = given;
      const after =
        step === 'pull'
          ? sides(there, there, there)
          : step === 'push'
            ? sides(here, here, here)
            : sides(there, there, here);
      if (step === 'pull' || step === 'push' || step === 'agreed') expect(syncStep(after, rules)).toBe('nothing');
    }),
  );
});
