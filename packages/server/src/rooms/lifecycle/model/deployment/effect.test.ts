import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectsOf } from './effect.ts';

const hour = 3_600_000;
const now = 1_800_000_000_000;
const step = (id: string, hoursAgo: number, before: string | null, after: string, environment = 'production') => ({
  ...{ id, environment, before, after, at: now - hoursAgo * hour },
});
const told = (steps: Parameters<typeof effectsOf>[0]) =>
  effectsOf(steps, now).map(({ id, side, releaseId, from, to }) => [
    ...[id, side, releaseId, (from - now) / hour, (to - now) / hour],
  ]);

test('a day on either side, of the release that was served there', () => {
  expect(told([step('b', 48, 'r1', 'r2')])).toEqual([
    ['b', 'before', 'r1', -72, -48],
    ['b', 'after', 'r2', -48, -24],
  ]);
});

test('cut by the change before, the next one, and now', () => {
  expect(told([step('c', 2, 'r2', 'r3'), step('b', 10, 'r1', 'r2'), step('a', 12, null, 'r1')])).toEqual([
    ['c', 'before', 'r2', -10, -2],
    ['c', 'after', 'r3', -2, 0],
    ['b', 'before', 'r1', -12, -10],
    ['b', 'after', 'r2', -10, -2],
    ['a', 'after', 'r1', -12, -10],
  ]);
});

test('a change elsewhere cuts nothing', () => {
  const steps = [step('s', 5, 'r1', 'r2', 'staging'), step('p', 10, 'r1', 'r2')];
  expect(told(steps).find(([id, side]) => id === 'p' && side === 'after')).toEqual(['p', 'after', 'r2', -10, 0]);
});

test('of two at once nothing lies between them', () => {
  expect(told([step('b', 1, 'r1', 'r2'), step('a', 1, 'r0', 'r1')]).map(([id, side]) => `${id} ${side}`)).toEqual([
    'b after',
    'a before',
  ]);
});

test('whatever was changed when: no window is empty, none reaches over a change, ten changes are looked at', () => {
  const anyStep = fc.record({
    hoursAgo: fc.integer({ min: 0, max: 200 }),
    environment: fc.constantFrom('production', 'staging'),
  });
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 20 }), (all) => {
      const steps = all
        .toSorted((a, b) => a.hoursAgo - b.hoursAgo)
        .map((one, n) => step(`c${n}`, one.hoursAgo, `r${n + 1}`, `r${n}`, one.environment));
      const effects = effectsOf(steps, now);
      expect(new Set(effects.map((one) => one.id)).size).toBeLessThanOrEqual(10);
      for (const { from, to, environment } of effects) {
        expect(from).toBeLessThan(to);
        expect(to - from).toBeLessThanOrEqual(24 * hour);
        expect(steps.some((one) => one.environment === environment && one.at > from && one.at < to)).toBe(false);
      }
    }),
  );
});
