import { AppError } from '../../../spine/errors.ts';
import { type Dimension, dimensions } from './catalogue/dimensions.ts';
import { type Measure, measures } from './catalogue/measures.ts';
import { nearTo } from './near.ts';

/** The measure of this id. Throws `monitoring.unknown_measure` with those that are called nearly so. */
export function measureOf(id: string): Measure {
  const found = measures.find((one) => one.id === id);
  if (found === undefined) throw new AppError('monitoring.unknown_measure', { params: wordsOf(id, measures) });
  return found;
}

/** The dimension of this id. Throws `monitoring.unknown_dimension` with those that are called nearly so. */
export function dimensionOf(id: string): Dimension {
  const found = dimensions.find((one) => one.id === id);
  if (found === undefined) throw new AppError('monitoring.unknown_dimension', { params: wordsOf(id, dimensions) });
  return found;
}

const wordsOf = (name: string, all: readonly (Measure | Dimension)[]): { name: string; near: string } => ({
  ...{ name, near: nearTo(name, all).join(', ') },
});
