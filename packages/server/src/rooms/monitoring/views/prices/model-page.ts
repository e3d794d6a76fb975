import type { CalledModel } from './called-models.ts';

/** The last model shown: tokens told (none = 0), model, provider. The list is in this order, most tokens first. */
export type ModelPosition = readonly [tokens: number, model: string, provider: string];
export type ModelPage<T> = { items: T[]; next: ModelPosition | null };
export type PageAsked = { limit: number; after: ModelPosition | null };

/** The next `limit` after a place; of a list that has moved meanwhile too. */
export function pageOf<T extends { called: CalledModel }>(
  all: readonly T[],
  { limit, after }: PageAsked,
): ModelPage<T> {
  const left = all
    .toSorted((a, b) => compare(positionOf(a.called), positionOf(b.called)))
    .filter(({ called }) => after === null || compare(positionOf(called), after) > 0);
  const items = left.slice(0, limit);
  const last = items.at(-1);
  return { items, next: left.length > limit && last !== undefined ? positionOf(last.called) : null };
}

const positionOf = ({ inputTokens, outputTokens, model, provider }: CalledModel): ModelPosition => [
  (inputTokens ?? 0) + (outputTokens ?? 0),
  model,
  provider ?? '',
];

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compare = (a: ModelPosition, b: ModelPosition): number => b[0] - a[0] || byText(a[1], b[1]) || byText(a[2], b[2]);
