import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalOf, type Partition, startOf } from './partition.ts';

const at = (text: string): number => Date.parse(text);

test.each([
  ['week', '2026-11-22T10:00:00Z', '2026-11-16T00:00:00Z'],
  ['week', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z'],
  ['week', '2026-03-01T23:59:59Z', '2026-02-23T00:00:00Z'],
  ['month', '2026-11-22T10:00:00Z', '2026-11-01T00:00:00Z'],
  ['month', '2026-12-31T23:59:59Z', '2026-12-01T00:00:00Z'],
] as const)('the %s of %s begins at %s', (partition, moment, start) => {
  expect(startOf(partition, at(moment)) * 1000).toBe(at(start));
});

test('a start is the latest such moment that is not after, for any moment', () => {
  const longest: Record<Partition, number> = { week: 7 * 86_400, month: 31 * 86_400 };
  fc.assert(
    fc.property(
      fc.constantFrom<Partition>('week', 'month'),
      fc.integer({ min: at('1971-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') }),
      (partition, moment) => {
        const start = startOf(partition, moment);
        expect(startOf(partition, start * 1000)).toBe(start);
        expect(start).toBeLessThanOrEqual(moment / 1000);
        expect(moment / 1000 - start).toBeLessThan(longest[partition]);
        const date = new Date(start * 1000);
        expect(partition === 'week' ? date.getUTCDay() : date.getUTCDate()).toBe(1);
      },
    ),
  );
});

test('nothing but a partition comes near a statement', () => {
  expect([literalOf('week', '2026-11-16'), literalOf('month', '202611')]).toEqual(["'2026-11-16'", '202611']);
  for (const bad of ["2026-11-16' OR 1", '202611 ', '', 'all'])
    for (const partition of ['week', 'month'] as const)
      expect(() => literalOf(partition, bad)).toThrow('Not a partition');
});
