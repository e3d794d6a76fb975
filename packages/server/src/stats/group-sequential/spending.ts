import { normalCdf, normalQuantile } from '../numeric/normal.ts';

/** `obrien-fleming`: hardly anything early, nearly all at the end. `pocock`: about even bounds. */
export type Spending = 'obrien-fleming' | 'pocock';

/**
 * Alpha that may be spent by the share `t` of the planned information, 0 to 1, on one side (Lan and DeMets 1983): 2 - 2 Phi(z(1 - a / 2) / sqrt t), or
 * a ln(1 + (e - 1) t). For a symmetric test of two sides each side spends half of alpha by its own function, as ldbounds and gsDesign do.
 * 0 at t = 0, alpha at t = 1.
 */
export function spent(spending: Spending, alpha: number, t: number): number {
  if (t <= 0) return 0;
  if (t >= 1) return alpha;
  if (spending === 'pocock') return alpha * Math.log1p((Math.E - 1) * t);
  return 2 * normalCdf(normalQuantile(alpha / 2) / Math.sqrt(t));
}
