import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figuresAdded } from './add-figures.ts';
import type { FigureRow } from './row.ts';

const count = fc.bigInt({ min: 0n, max: 1n << 62n }).map(String);
const time = fc
  .integer({ min: 0, max: 86_399_999 })
  .map((ms) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '000000'));
const anyRow = fc.record({
  ...{
    team_id: fc.constantFrom('tea_a', 'tea_b'),
    agent: fc.constantFrom('billing', 'a"b'),
    split: fc.constantFrom('', 'r'),
  },
  ...{ invocations: count, duration_ns: count, input_tokens: fc.option(count), cost_nano_usd: fc.option(count) },
  ...{ first_start: time, last_start: time },
  duration_hist: fc.dictionary(fc.constantFrom('7', '80', '120'), count),
}) as unknown as fc.Arbitrary<FigureRow>;

const big = (rows: readonly FigureRow[], of: (row: FigureRow) => string | null | undefined): bigint | null =>
  rows.reduce<bigint | null>((held, row) => (of(row) == null ? held : (held ?? 0n) + BigInt(of(row)!)), null);

test('each agent and split once, with what its rows say together; unknown is not zero', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), (rows) => {
      const keyOf = (row: FigureRow): string => JSON.stringify([row.team_id, row.agent, row.split]);
      const together = figuresAdded(rows);
      expect(together.map(keyOf)).toEqual([...new Set(together.map(keyOf))]);
      expect(new Set(together.map(keyOf))).toEqual(new Set(rows.map(keyOf)));
      for (const row of together) {
        const own = rows.filter((one) => keyOf(one) === keyOf(row));
        expect(BigInt(row.invocations)).toBe(big(own, (one) => one.invocations));
        for (const name of ['input_tokens', 'cost_nano_usd'] as const)
          expect(row[name] === null ? null : BigInt(row[name])).toBe(big(own, (one) => one[name]));
        expect(row.first_start).toBe(own.map((one) => one.first_start).sort()[0]);
        expect(row.last_start).toBe(
          own
            .map((one) => one.last_start)
            .sort()
            .at(-1),
        );
        for (const index of ['7', '80', '120'])
          expect(row.duration_hist[index] === undefined ? null : BigInt(row.duration_hist[index])).toBe(
            big(own, (one) => one.duration_hist[index]),
          );
      }
    }),
  );
});

test('in order of team, agent and split, whatever the order they came in', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 8 }), (rows) => {
      expect(figuresAdded(rows.toReversed())).toEqual(figuresAdded(rows));
    }),
  );
});
