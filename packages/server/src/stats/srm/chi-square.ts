import { chiSquareSurvival } from '../numeric/incomplete-gamma.ts';
import { armsOf, type Split } from './split.ts';

/** `p`: chance of a split at least this uneven if the weights are kept. `df`: degrees of freedom, arms less one. */
export type ChiSquare = { readonly statistic: number; readonly df: number; readonly p: number };

/**
 * Pearson's chi-square of a sample ratio: the sum of (observed - expected)^2 / expected. For one look at a fixed time under one split: looking
 * again and again makes alarms of it, and units pooled over a ramp have no single expectation (`ratio-process.ts` is for those). 0.001 is a usual alpha.
 *
 * Without units, or with one arm, nothing can be uneven: p = 1. Units on an arm of weight 0: statistic Infinity, p = 0. Throws as `armsOf`.
 */
export function sampleRatioChiSquare(split: Split): ChiSquare {
  const { arms, impossible } = armsOf(split);
  const df = Math.max(0, arms.length - 1);
  if (impossible) return { statistic: Infinity, df, p: 0 };
  const total = arms.reduce((sum, { count }) => sum + count, 0);
  if (total === 0 || df === 0) return { statistic: 0, df, p: 1 };
  const statistic = arms.reduce((sum, { count, share }) => sum + (count - share * total) ** 2 / (share * total), 0);
  return { statistic, df, p: chiSquareSurvival(statistic, df) };
}
