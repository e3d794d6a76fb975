import { bisect } from '../numeric/bisect.ts';
import { normalQuantile } from '../numeric/normal.ts';
import { above, type Density, firstDensity, nextDensity } from './density.ts';
import { type Spending, spent } from './spending.ts';

/**
 * `looks`: shares of the planned information (of the planned units, where arms keep their weights) at each look, rising, above 0 and at most 1.
 * `alpha`: in all; with two sides half of it on each. Looks closer than 1e-4 are too fine to be computed.
 */
export type Design = {
  readonly spending: Spending;
  readonly alpha: number;
  readonly sides: 1 | 2;
  readonly looks: readonly number[];
};

/** `alphaSpent`: up to and with this look. `z`: stop where the z value is at least this, on either side if there are two. */
export type Bound = { readonly alphaSpent: number; readonly z: number };

/**
 * Bounds of a planned test with some looks (Lan and DeMets' spending functions, by Armitage, McPherson and Rowe's recursive integration), to
 * about 1e-5. More power than a test that may be looked at all the time, and no protection where a look is added because of the data, or
 * there is no planned end: never for guardrails. A bound already computed does not move when later looks do.
 *
 * z is Infinity at a look that has less to spend than can be computed (about 1e-300): it cannot stop. Throws a RangeError for an alpha not within 0
 * and 1, or looks that do not rise from above 0 to at most 1.
 */
export function groupSequentialBounds({ spending, alpha, sides, looks }: Design): Bound[] {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError('Alpha is within 0 and 1.');
  if (!looks.every((t, i) => t - (looks[i - 1] ?? 0) >= 0.99999e-4 && t <= 1))
    throw new RangeError('Looks rise, by at least 1e-4, from above 0 to at most 1.');
  const deviations = looks.map((t, i) => Math.sqrt(t - (looks[i - 1] ?? 0)));
  const finest = Math.min(...deviations);
  // In standard errors: beyond this nothing is left to integrate that the smallest bound could feel.
  const reach = Math.max(9, 5 - normalQuantile(alpha / sides));
  const bounds: Bound[] = [];
  let density: Density | null = null;
  let before = 0;
  for (const [i, t] of looks.entries()) {
    const deviation = deviations[i]!;
    const upTo = spent(spending, alpha / sides, t);
    // Bounds of the score, z sqrt t, which is a Brownian path in t.
    const score: number = density
      ? scoreBound(density, deviation, { spend: upTo - before, reach })
      : -normalQuantile(upTo) * deviation;
    bounds.push({ alphaSpent: upTo * sides, z: score / Math.sqrt(t) });
    const far = reach * Math.sqrt(t);
    const low = sides === 2 ? Math.max(-score, -far) : -far;
    const corridor = { low, high: Math.min(score, far), finest, reach };
    density = density ? nextDensity(density, deviation, corridor) : firstDensity(deviation, corridor);
    before = upTo;
  }
  return bounds;
}

/** What the paths still running pass with the chance `spend`. With two sides they fall below its mirror as often. */
function scoreBound(density: Density, deviation: number, { spend, reach }: { spend: number; reach: number }): number {
  if (spend <= 0) return Infinity;
  return bisect((bound) => spend - above(density, deviation, bound), -reach, reach, 1e-9) ?? Infinity;
}
