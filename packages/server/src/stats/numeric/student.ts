import { bisect } from './bisect.ts';
import { incompleteBeta } from './incomplete-beta.ts';

/** Chance that Student's t with `df` > 0 degrees of freedom (any real number, as Welch's) is further than |t| from 0, on both sides. */
export function studentTwoSided(t: number, df: number): number {
  if (!Number.isFinite(t)) return 0;
  const whole = df + t * t;
  return incompleteBeta(df / whole, df / 2, 0.5, (t * t) / whole);
}

/** The t that is exceeded in absolute value with chance p: 0 at p >= 1, Infinity at p <= 0. */
export function studentCritical(p: number, df: number): number {
  if (p >= 1) return 0;
  if (p <= 0) return Infinity;
  let high = 2;
  while (studentTwoSided(high, df) > p && high < 1e150) high *= 2;
  return bisect((t) => studentTwoSided(t, df) - p, 0, high) ?? Infinity;
}
