/**
 * Integral of f from low to high by the double exponential rule (Takahasi & Mori 1974): close to full precision for a function that is smooth inside,
 * whatever it does at its ends, and is not much narrower than a tenth of the range. About 300 evaluations.
 */
export function integrate(f: (x: number) => number, low: number, high: number): number {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  let sum = 0;
  for (let i = -steps; i <= steps; i++) {
    const t = (3.1 * i) / steps;
    const u = (Math.PI / 2) * Math.sinh(t);
    sum += (f(middle + half * Math.tanh(u)) * Math.cosh(t)) / Math.cosh(u) ** 2;
  }
  return ((sum * half * Math.PI) / 2) * (3.1 / steps);
}

const steps = 150;
