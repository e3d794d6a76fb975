import { normalCdf } from '../numeric/normal.ts';

/** Where paths are that have not stopped yet: chances at points `low`, `low + step`, …, which sum to the chance of still running. */
export type Density = { readonly low: number; readonly step: number; readonly masses: readonly number[] };

/**
 * Where paths run on. `finest`: the smallest standard deviation of any step, which sets how close points must lie. `reach`: how many standard
 * deviations of a step are looked at.
 */
export type Corridor = { readonly low: number; readonly high: number; readonly finest: number; readonly reach: number };

/** From 0, after a step of this standard deviation. */
export const firstDensity = (deviation: number, corridor: Corridor): Density =>
  densityOf(corridor, (x) => normal(x / deviation) / deviation);

export const nextDensity = ({ low, step, masses }: Density, deviation: number, corridor: Corridor): Density =>
  densityOf(corridor, (x) => {
    const band = corridor.reach * deviation;
    const [from, to] = [index(x - band), index(x + band)];
    let sum = 0;
    for (let i = Math.max(0, from); i <= Math.min(masses.length - 1, to); i++)
      sum += masses[i]! * normal((x - low - i * step) / deviation);
    return sum / deviation;

    function index(at: number): number {
      return Math.round((at - low) / step);
    }
  });

/** Chance to be above the bound after one more step. */
export const above = ({ low, step, masses }: Density, deviation: number, bound: number): number =>
  masses.reduce((sum, mass, i) => {
    const z = (low + i * step - bound) / deviation;
    return z < -39 ? sum : sum + mass * (z > 9 ? 1 : normalCdf(z));
  }, 0);

/** Simpson's rule, whose error at twelve points a standard deviation is some 1e-7. */
function densityOf({ low, high, finest }: Corridor, density: (x: number) => number): Density {
  const pairs = Math.max(100, Math.ceil((6 * (high - low)) / finest));
  const step = (high - low) / (2 * pairs);
  const masses = Array.from({ length: 2 * pairs + 1 }, (_, i) => {
    const weight = i === 0 || i === 2 * pairs ? 1 : i % 2 === 1 ? 4 : 2;
    return (weight * step * density(low + i * step)) / 3;
  });
  return { low, step, masses };
}

const normal = (z: number): number => Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
