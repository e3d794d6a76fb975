import { studentCritical, studentTwoSided } from '../numeric/student.ts';
import type { Effect } from './effect.ts';
import { around, everything, type Ends, type Interval } from './interval.ts';
import type { Sample } from './sample.ts';

/**
 * Welch's t test at ONE planned look: looked at again and again it finds differences that are not there (sequences/asymptotic.ts may be
 * looked at always). Interval at level 1 - alpha and p against no effect, or null where there is no effect to test.
 */
export function welch(
  effect: Effect | null,
  arms: { a: Sample; b: Sample },
  alpha: number,
  ends: Ends = 'both',
): { interval: Interval; p: number } | null {
  if (effect === null) return null;
  const df = degreesOfFreedom(arms.a, arms.b);
  const both = studentTwoSided(effect.value / effect.error, df);
  const spent = ends === 'both' ? alpha : 2 * alpha;
  const t = studentCritical(Math.min(1, spent), df);
  return {
    interval: t === Infinity ? everything : around(effect.value, t * effect.error, ends),
    p: oneOrBoth(both, effect.value, ends),
  };
}

function oneOrBoth(both: number, value: number, ends: Ends): number {
  if (ends === 'both') return both;
  const isOnItsSide = ends === 'lower' ? value > 0 : value < 0;
  return isOnItsSide ? both / 2 : 1 - both / 2;
}

/** Welch & Satterthwaite. */
function degreesOfFreedom(a: Sample, b: Sample): number {
  const [left, right] = [a.variance / a.n, b.variance / b.n];
  return (left + right) ** 2 / (left ** 2 / (a.n - 1) + right ** 2 / (b.n - 1));
}
