import type { Query } from '../contract-query.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Range } from '../views/totals/tiers.ts';
import { rangeOf } from '../views/totals/range.ts';
import type { Dimension } from './catalogue/dimensions.ts';
import type { Measure } from './catalogue/measures.ts';
import { type Grain, grainOf, isTimeZone, mostPoints, pointsIn } from './grain.ts';
import { dimensionOf, measureOf } from './named.ts';

/** A question whose words are known and whose answer is not too long. */
export type Question = {
  measures: readonly Measure[];
  dimensions: readonly Dimension[];
  /** With those of the filters. */
  allDimensions: readonly Dimension[];
  range: Range;
  grain: Grain;
};

const mostRows = 50_000;

/** Throws `monitoring.unknown_measure`, `monitoring.unknown_dimension` or `request.invalid`. */
export function questionOf(query: Query): Question {
  const measures = query.measures.map(measureOf);
  const dimensions = query.dimensions.map(dimensionOf);
  const allDimensions = [...new Set([...dimensions, ...query.filters.map(({ dimension }) => dimensionOf(dimension))])];
  if (new Set(measures).size < measures.length) refuse('measures', 'Name each measure once.');
  if (new Set(dimensions).size < dimensions.length) refuse('dimensions', 'Name each dimension once.');
  const range = rangeOf(query);
  if (range.low >= range.high) refuse('to', 'Must be later than `from`.');
  if (!isTimeZone(query.timeZone)) refuse('timeZone', 'Name it as IANA does, such as Europe/Berlin.');
  if (query.order !== undefined && !query.measures.includes(query.order.by))
    refuse('order.by', `Must be one of ${query.measures.join(', ')}.`);
  const grain = grainOf(query.grain, range);
  const points = pointsIn(grain, range);
  if (points > mostPoints)
    refuse('grain', `${points} steps are too many; at most ${mostPoints}. Take a coarser grain.`);
  if (dimensions.length > 0 && points * (query.limit + 1) > mostRows)
    refuse('limit', `${points} steps of ${query.limit} groups are too many rows; at most ${mostRows}.`);
  return { measures, dimensions, allDimensions, range, grain };
}

function refuse(path: string, message: string): never {
  throw new AppError('request.invalid', { fields: [{ path, message }] });
}
