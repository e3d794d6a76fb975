import fc from 'fast-check';
import { expect, test } from 'vitest';
import { locusOf } from './locus.ts';
import { regresses, type Said, stateAt } from './standing.ts';

const resolved = (release: string | null = null): Said => ({ state: 'resolved', at: 100, until: null, release });

test('muting ends by itself; nothing said is open', () => {
  expect(stateAt(null, 0)).toBe('open');
  expect(stateAt({ state: 'muted', until: 10 }, 9)).toBe('muted');
  expect(stateAt({ state: 'muted', until: 10 }, 10)).toBe('open');
  expect(stateAt({ state: 'regressed', until: null }, 10)).toBe('regressed');
});

test.each([
  ['a later run', resolved(), { at: 101, release: null, firstRun: null }, null, true],
  ['what began before it was resolved', resolved(), { at: 100, release: null, firstRun: null }, null, false],
  ['the release it was resolved for', resolved('1.4'), { at: 101, release: '1.4', firstRun: 50 }, 50, false],
  ['an older release', resolved('1.4'), { at: 101, release: '1.3', firstRun: 40 }, 50, false],
  ['a newer release', resolved('1.4'), { at: 101, release: '1.5', firstRun: 60 }, 50, true],
  ['a newer release, before it was resolved', resolved('1.4'), { at: 99, release: '1.5', firstRun: 60 }, 50, false],
  ['an unknown release', resolved('1.4'), { at: 101, release: null, firstRun: null }, 50, true],
  ['a release never run', resolved('9'), { at: 101, release: '1.5', firstRun: 60 }, null, true],
] as const)('%s', (_, said, seen, first, expected) => {
  expect(regresses(said, seen, first)).toBe(expected);
});

test('only what is resolved comes back', () => {
  fc.assert(
    fc.property(fc.constantFrom('open', 'muted', 'regressed'), fc.nat(), (state, at) => {
      expect(regresses({ ...resolved(), state } as Said, { at, release: null, firstRun: null }, null)).toBe(false);
    }),
  );
});

test('a tool or model by its name, else the step', () => {
  const step = { kind: 'tool', tool: 'lookup', model: 'm', name: 'execute_tool lookup' };
  expect(locusOf(step)).toEqual({ kind: 'tool', name: 'lookup' });
  expect(locusOf({ ...step, kind: 'llm' })).toEqual({ kind: 'model', name: 'm' });
  expect(locusOf({ ...step, kind: 'llm', model: '' })).toEqual({ kind: 'step', name: 'execute_tool lookup' });
  expect(locusOf({ ...step, kind: 'agent', name: 'n'.repeat(900) }).name).toHaveLength(200);
});
