import type { Filter } from './filters.ts';

const of = (value: unknown): number => Number(value) || 0;
const two =
  (make: (a: number, b: number) => number): Filter =>
  (a, b) =>
    make(of(a), of(b));

/** Half goes away from zero, on the decimals as written: 1.005 to two places is 1.01. */
function round(value: number, places: number): number {
  const shifted = Number(`${Math.abs(value)}e${places}`);
  if (!(shifted <= Number.MAX_SAFE_INTEGER)) return value;
  const rounded = Number(`${Math.round(shifted)}e${-places}`);
  return value < 0 ? -rounded : rounded;
}

export const numberFilters: Readonly<Record<string, Filter>> = {
  abs: (value) => Math.abs(of(value)),
  ceil: (value) => Math.ceil(of(value)),
  floor: (value) => Math.floor(of(value)),
  round: (value, places = 0) => round(of(value), of(places)),
  plus: two((a, b) => a + b),
  minus: two((a, b) => a - b),
  times: two((a, b) => a * b),
  divided_by: (a, b, whole) => (of(whole) === 0 ? of(a) / of(b) : Math.floor(of(a) / of(b))),
  modulo: two((a, b) => ((a % b) + b) % b),
  at_least: two(Math.max),
  at_most: two(Math.min),
};
