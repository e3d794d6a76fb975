import { incompleteBeta, logBetaPower } from '../numeric/incomplete-beta.ts';
import { integrate } from '../numeric/integrate.ts';

/** Units of an arm whose outcome is known, and how many of them succeeded. */
export type Trials = { readonly successes: number; readonly units: number };

/**
 * The chance of each arm to have the highest rate of success, from 0 to 1 and 1 in sum, where each rate was as likely as any other before its
 * trials (independent Beta(1 + successes, 1 + failures) posteriors): the propensities of Thompson sampling, which a draw from the posteriors would
 * only approach. By integration over the log odds of each arm's rate, to about 1e-12; ten arms take a second. [1] of one arm, [] of none.
 *
 * Throws a RangeError for trials that are not whole, or successes above units.
 */
export function chanceBest(arms: readonly Trials[]): number[] {
  const shapes = arms.map(shapeOf);
  if (shapes.length < 2) return shapes.map(() => 1);
  const chances = shapes.map((shape, i) =>
    chanceAbove(
      shape,
      shapes.filter((_, j) => j !== i),
    ),
  );
  // They sum to one but for the error of the integration.
  const sum = chances.reduce((all, one) => all + one, 0);
  return chances.map((one) => one / sum);
}

type Shape = readonly [a: number, b: number];

function chanceAbove([a, b]: Shape, others: readonly Shape[]): number {
  const joint = (logOdds: number): number => {
    const [x, rest] = [1 / (1 + Math.exp(-logOdds)), 1 / (1 + Math.exp(logOdds))];
    const density = Math.exp(logBetaPower(x, rest, a, b));
    return density === 0 ? 0 : others.reduce((all, [r, s]) => all * incompleteBeta(x, r, s, rest), density);
  };
  const [low, centre, high] = extent([a, b]);
  const inside = others.flatMap(extent).filter((at) => at > low && at < high);
  const ends = [low, centre, high, ...inside].toSorted((x, y) => x - y);
  return ends.slice(1).reduce((sum, end, i) => sum + (end > ends[i]! ? integrate(joint, ends[i]!, end) : 0), 0);
}

/** Log odds left and right of which next to nothing lies, and the middle. The tails of a flat prior are exponential. */
function extent([a, b]: Shape): [low: number, centre: number, high: number] {
  const [centre, spread] = [Math.log(a / b), 10 * Math.sqrt(1 / a + 1 / b)];
  return [centre - spread - 40 / a, centre, centre + spread + 40 / b];
}

function shapeOf({ successes, units }: Trials): Shape {
  if (![successes, units].every((one) => Number.isSafeInteger(one) && one >= 0) || successes > units)
    throw new RangeError('Trials are whole, and successes at most all of them.');
  return [1 + successes, 1 + units - successes];
}
