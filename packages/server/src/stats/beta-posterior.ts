import { incompleteBeta, logBetaPower } from './numeric/incomplete-beta.ts';
import { integrate } from './numeric/integrate.ts';

/** Successes of n units, and the prior Beta(a, b) before them ([1, 1]: every share is as likely). */
export interface Seen {
  successes: number;
  n: number;
  prior?: readonly [a: number, b: number];
}

/**
 * P(share of b < share of a - by) when both are independent and Beta distributed: with by = 0 the chance that a is better, with by = 0.02 that b
 * is worse by more than 2 points. FOR DISPLAY ONLY: as a rule for stopping it rolls back a third of harmless releases that are watched.
 * To about 1e-12, by integration over the log odds of a's share. RangeError for counts or a prior that cannot be.
 */
export function chanceBelow(b: Seen, a: Seen, by = 0): number {
  const [p, q] = shapeOf(a);
  const [r, s] = shapeOf(b);
  const joint = (t: number): number => {
    const [x, rest] = [1 / (1 + Math.exp(-t)), 1 / (1 + Math.exp(t))];
    return Math.exp(logBetaPower(x, rest, p, q)) * incompleteBeta(x - by, r, s, rest + by);
  };
  const [centre, spread] = [Math.log(p / q), 10 * Math.sqrt(1 / p + 1 / q)];
  const [from, to] = [centre - spread - 40 / p, centre + spread + 40 / q];
  const breaks = [centre - spread, centre + spread, ...turns(r, s, by)].filter((t) => t > from && t < to);
  const ends = [from, ...breaks, to].sort((x, y) => x - y);
  const total = ends.slice(1).reduce((sum, end, i) => sum + integrate(joint, ends[i]!, end), 0);
  return Math.min(1, total);
}

/** The log odds between which b's distribution, moved by `by`, goes from 0 to 1, and where it has a kink. */
function turns(r: number, s: number, by: number): number[] {
  const [mean, spread] = [r / (r + s), 12 * Math.sqrt(1 / r + 1 / s)];
  const odds = Math.log(r / s);
  const shares = [odds - spread, odds, odds + spread].map((t) => 1 / (1 + Math.exp(-t)) + by);
  return [by, 1 + by, mean + by, ...shares].filter((x) => x > 0 && x < 1).map((x) => Math.log(x / (1 - x)));
}

function shapeOf({ successes, n, prior: [a, b] = [1, 1] }: Seen): [number, number] {
  if (!(successes >= 0 && successes <= n && a > 0 && b > 0))
    throw new RangeError(`${successes} of ${n} after Beta(${a}, ${b}) cannot be.`);
  return [a + successes, b + n - successes];
}
