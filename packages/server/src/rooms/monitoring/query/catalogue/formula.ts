import type { PartId } from './parts.ts';

/** How a measure follows from its parts, all of them summed first. */
export type Formula =
  /** 0 where nothing was. */
  | { count: PartId; less?: PartId }
  /** Null where nothing was told. */
  | { sum: readonly PartId[]; unit: number }
  /** Null without anything below. */
  | { ratio: PartId; of: PartId; unit?: number }
  | { quantile: number; of: PartId }
  | { distinct: PartId };

/** A part of how many. */
export type Share = readonly [part: PartId, of: PartId];

export function partsOf(formula: Formula): PartId[] {
  if ('count' in formula) return [formula.count, ...(formula.less === undefined ? [] : [formula.less])];
  if ('sum' in formula) return [...formula.sum];
  if ('ratio' in formula) return [formula.ratio, formula.of];
  return ['quantile' in formula ? formula.of : formula.distinct];
}

/** Of how many a rate, mean or percentile is. */
export function sampleOf(formula: Formula): PartId | null {
  return 'ratio' in formula || 'quantile' in formula ? formula.of : null;
}
