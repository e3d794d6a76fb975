import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { QueryCatalogue } from '../contract-query.ts';
import { dimensions } from './catalogue/dimensions.ts';
import { measures } from './catalogue/measures.ts';
import { dimensionsOf } from './plan.ts';

/** What may be asked for. */
export function getCatalogue(ctx: Ctx): QueryCatalogue {
  authorize(ctx, 'totals.read', 'anywhere');
  return {
    measures: measures.map((measure) => {
      const { id, label, unit, direction, description } = measure;
      return { id, label, unit, direction, description, dimensions: dimensionsOf(measure) };
    }),
    dimensions: dimensions.map(({ id, label, description, personal = false }) => ({
      id,
      label,
      description,
      personal,
    })),
  };
}
