import { moments, type PairSums } from './moments.ts';
import type { Sample } from './sample.ts';

/**
 * A ratio of sums, such as cost per completed task or latency per conversation of a user: sum of x over sum of y, where the unit is still
 * the randomised one. Variance by the delta method (Deng, Knoblich & Lu 2018), stated per unit like that of any sample.
 * null without units or where the denominators sum to 0.
 */
export function sampleOfRatio(sums: PairSums): Sample | null {
  const { n, x, y } = sums;
  if (!(n >= 1) || y === 0) return null;
  const { varX, varY, cov } = moments(sums);
  const [top, bottom] = [x / n, y / n];
  const ratio = top / bottom;
  const variance = (varX - 2 * ratio * cov + ratio * ratio * varY) / (bottom * bottom);
  return { n, mean: ratio, variance: Math.max(0, variance) };
}
