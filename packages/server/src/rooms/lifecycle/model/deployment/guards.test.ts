import { expect, test } from 'vitest';
import { freezeOver, type FreezeWindow } from './freeze.ts';
import { missingSignOffs } from './sign-off.ts';

const place = { teamId: 'tea_1', agentId: 'agt_1', environment: 'production' };
const window = (changes: Partial<FreezeWindow> = {}): FreezeWindow => ({
  ...{ id: 'frz_1', teamId: null, agentId: null, environment: null, from: 100, until: 200 },
  ...changes,
});

test('a window holds from its beginning up to its end', () => {
  const at = (now: number): string | undefined => freezeOver([window()], [], place, now)?.id;
  expect([99, 100, 199, 200].map(at)).toEqual([undefined, 'frz_1', 'frz_1', undefined]);
});

test.each([
  [{ teamId: 'tea_1' }, true],
  [{ teamId: 'tea_2' }, false],
  [{ agentId: 'agt_1', environment: 'production' }, true],
  [{ agentId: 'agt_1', environment: 'staging' }, false],
  [{ agentId: 'agt_2' }, false],
])('a window over %j holds: %s', (scope, holds) => {
  expect(freezeOver([window(scope)], [], place, 150) !== null).toBe(holds);
});

test('two people override one window, not the same person twice, and not the other windows', () => {
  const by = (freezeId: string, personId: string) => ({ freezeId, personId });
  const windows = [window(), window({ id: 'frz_2' })];
  const held = (...given: ReturnType<typeof by>[]): string | undefined => freezeOver(windows, given, place, 150)?.id;
  expect(held(by('frz_1', 'per_1'), by('frz_1', 'per_1'))).toBe('frz_1');
  expect(held(by('frz_1', 'per_1'), by('frz_2', 'per_2'))).toBe('frz_1');
  expect(held(by('frz_1', 'per_1'), by('frz_1', 'per_2'))).toBe('frz_2');
  const both = ['per_1', 'per_2'].flatMap((person) => [by('frz_1', person), by('frz_2', person)]);
  expect(held(...both)).toBeUndefined();
});

test('people count once, with the role that is asked for, and the author only where that is allowed', () => {
  const given = [
    { personId: 'per_a', roles: ['release_manager'] },
    { personId: 'per_b', roles: ['compliance', 'viewer'] },
    { personId: 'per_b', roles: ['compliance'] },
  ];
  const missing = (people: number, role: string | null, notAuthor: boolean): number =>
    missingSignOffs({ people, role, notAuthor }, given, 'per_a');
  expect(missing(0, null, true)).toBe(0);
  expect(missing(2, null, false)).toBe(0);
  expect(missing(2, null, true)).toBe(1);
  expect(missing(3, null, false)).toBe(1);
  expect(missing(1, 'compliance', true)).toBe(0);
  expect(missing(2, 'compliance', true)).toBe(1);
  expect(missing(1, 'release_manager', true)).toBe(1);
});
