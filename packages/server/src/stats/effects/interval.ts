/** From low to high, both in the unit of what is estimated; infinite on a side that says nothing. */
export interface Interval {
  low: number;
  high: number;
}

/** Which ends an interval has: alpha is spent on one of them, or on both. */
export type Ends = 'both' | 'lower' | 'upper';

/** An interval of that half width around a value. */
export const around = (value: number, width: number, ends: Ends): Interval => ({
  low: ends === 'upper' ? -Infinity : value - width,
  high: ends === 'lower' ? Infinity : value + width,
});

/** Nothing is excluded. */
export const everything: Interval = { low: -Infinity, high: Infinity };
