import { expect, test } from 'vitest';
import { normalQuantile } from '../numeric/normal.ts';
import { uniforms } from '../seeded.ts';
import { type Design, groupSequentialBounds } from './bounds.ts';

const design: Design = { spending: 'obrien-fleming', alpha: 0.05, sides: 2, looks: [0.2, 0.4, 0.6, 0.8, 1] };

test('the bounds that ldbounds prints for five even looks', () => {
  const z = (spending: Design['spending']): string[] =>
    groupSequentialBounds({ ...design, spending }).map((one) => one.z.toFixed(3));
  expect(z('obrien-fleming')).toEqual(['4.877', '3.357', '2.680', '2.290', '2.031']);
  expect(z('pocock')).toEqual(['2.438', '2.427', '2.410', '2.397', '2.386']);
});

test('one look is the usual test', () => {
  for (const alpha of [0.05, 1e-6, 0.5]) {
    const [one] = groupSequentialBounds({ ...design, alpha, looks: [1] });
    expect(one!.z).toBeCloseTo(-normalQuantile(alpha / 2), 9);
    expect(one!.alphaSpent).toBeCloseTo(alpha, 12);
    expect(groupSequentialBounds({ ...design, alpha, sides: 1, looks: [1] })[0]!.z).toBeCloseTo(
      -normalQuantile(alpha),
      9,
    );
  }
  expect(groupSequentialBounds({ ...design, looks: [] })).toEqual([]);
});

test('later looks do not move a bound already passed', () => {
  const planned = groupSequentialBounds({ ...design, looks: [0.25, 0.5, 1] });
  const changed = groupSequentialBounds({ ...design, looks: [0.25, 0.5, 0.7, 0.9, 1] });
  expect(changed[0]!.z).toBeCloseTo(planned[0]!.z, 9);
  expect(changed[1]!.z).toBeCloseTo(planned[1]!.z, 4);
  expect(changed.at(-1)!.z).toBeGreaterThan(planned.at(-1)!.z);
});

/** Share of simulated paths without a difference that any bound stops. */
function stopped({ spending, alpha, sides, looks }: Design, runs: number): number {
  const bounds = groupSequentialBounds({ spending, alpha, sides, looks });
  const next = uniforms(17);
  let count = 0;
  for (let run = 0; run < runs; run++) {
    let score = 0;
    for (const [i, t] of looks.entries()) {
      score += Math.sqrt(t - (looks[i - 1] ?? 0)) * normalQuantile(next() + 2 ** -33);
      const z = score / Math.sqrt(t);
      if ((sides === 2 ? Math.abs(z) : z) < bounds[i]!.z) continue;
      count += 1;
      break;
    }
  }
  return count / runs;
}

test.each<Partial<Design>>([
  { spending: 'pocock', sides: 1, looks: [0.1, 0.15, 0.6, 1] },
  { spending: 'obrien-fleming', sides: 2, looks: [0.3, 0.5, 0.9, 1] },
])('uneven looks spend alpha and no more: %j', (change) => {
  const runs = 20_000;
  const error = 3.3 * Math.sqrt((0.05 * 0.95) / runs);
  expect(Math.abs(stopped({ ...design, ...change }, runs) - 0.05)).toBeLessThan(error);
});

test('two sides of alpha are hardly stricter than one side of half of it', () => {
  const two = groupSequentialBounds({ ...design, spending: 'pocock' });
  const one = groupSequentialBounds({ ...design, spending: 'pocock', alpha: 0.025, sides: 1 });
  for (const [i, { z }] of two.entries()) expect(one[i]!.z).toBeCloseTo(z, 3);
});

test('a tiny alpha, a huge one and looks close together have bounds too', () => {
  const tiny = groupSequentialBounds({ ...design, alpha: 1e-290, looks: [0.1, 1] });
  expect(tiny[0]!).toEqual({ alphaSpent: 0, z: Infinity });
  expect(tiny.at(-1)!.z).toBeCloseTo(-normalQuantile(5e-291), 1);
  for (const { z } of groupSequentialBounds({ ...design, alpha: 0.999, sides: 1, looks: [0.5, 1] }))
    expect(z).toSatisfy(Number.isFinite);
  const close = groupSequentialBounds({ ...design, spending: 'pocock', looks: [0.5, 0.501, 1] });
  expect(close.every(({ z }) => z > 1.9 && z < 5)).toBe(true);
});

test('what cannot be planned is refused', () => {
  for (const alpha of [0, 1, -1, Number.NaN])
    expect(() => groupSequentialBounds({ ...design, alpha })).toThrow(RangeError);
  for (const looks of [[0], [0.5, 0.5], [0.5, 0.4], [1.1], [Number.NaN]])
    expect(() => groupSequentialBounds({ ...design, looks })).toThrow(RangeError);
});
