import { type Measure, needsOf } from './catalogue/measures.ts';
import { type PartId, partOf } from './catalogue/parts.ts';
import { type Source, sources } from './catalogue/sources.ts';

/** A source and what is asked of it. */
export type Use = { source: Source; measures: readonly Measure[]; parts: readonly PartId[] };
/** `unanswerable`: this measure cannot be told by these dimensions; `instead`: those it can be told by. */
export type Plan = { uses: Use[] } | { unanswerable: Measure; instead: string[] };

/**
 * The cheapest way to all measures: one source, or several whose figures stand side by side. One measure is always told from
 * one source, so that what it divides is of the same rows.
 * @param narrow The asker sees single agents or environments, which not all rows tell.
 */
export function planOf(measures: readonly Measure[], dimensions: readonly string[], narrow: boolean): Plan {
  const open = sources.filter((source) => !narrow || source.ofTeams !== true);
  const able = open
    .filter(({ columns }) => dimensions.every((id) => Object.hasOwn(columns, id)))
    .toSorted((a, b) => a.cost - b.cost);
  const chosen = new Map<Measure, Source>();
  for (const measure of measures) {
    const source = able.find((one) => tells(one, measure));
    if (source === undefined) return { unanswerable: measure, instead: dimensionsOf(measure, open) };
    chosen.set(measure, source);
  }
  const several = [...new Set(chosen.values())];
  const one = able.find((source) => measures.every((measure) => tells(source, measure)));
  const uses = one !== undefined && one.cost <= costOf(several) ? [one] : several;
  return {
    uses: uses.map((source) =>
      useOf(
        source,
        measures.filter((of) => source === one || chosen.get(of) === source),
      ),
    ),
  };
}

/** What a measure can be told by, one at a time. */
export const dimensionsOf = (measure: Measure, open: readonly Source[] = sources): string[] => [
  ...new Set(open.filter((source) => tells(source, measure)).flatMap(({ columns }) => Object.keys(columns))),
];

const useOf = (source: Source, measures: readonly Measure[]): Use => ({
  ...{ source, measures, parts: [...new Set(measures.flatMap(needsOf))] },
});

const costOf = (all: readonly Source[]): number => all.reduce((sum, { cost }) => sum + cost, 0);

const tells = (source: Source, measure: Measure): boolean =>
  needsOf(measure).every((part) => {
    const { [source.rows]: closed, [source.open.parts]: open } = partOf(part);
    return closed !== undefined && open !== undefined;
  });
