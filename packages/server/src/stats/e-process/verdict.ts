import type { EProcess } from './e-process.ts';

/** p: valid at every look and after any rule of stopping; it never rises. */
export type Verdict = { readonly crossed: boolean; readonly p: number; readonly logThreshold: number };

/**
 * Whether the process has ever reached 1 / alpha (Ville's inequality: under the null it does so in at most a share alpha of all rollouts,
 * however often one looks). Once crossed it stays so. alpha 0 can never be reached. Throws a RangeError for an alpha outside 0 <= alpha < 1.
 */
export function verdict({ peakLogE }: Pick<EProcess, 'peakLogE'>, alpha: number): Verdict {
  if (!(alpha >= 0 && alpha < 1)) throw new RangeError(`Alpha is at least 0 and below 1, not ${alpha}.`);
  const logThreshold = -Math.log(alpha);
  return { crossed: peakLogE >= logThreshold, p: Math.min(1, Math.exp(-peakLogE)), logThreshold };
}
