import { type Formula, sampleOf, type Share } from './catalogue/formula.ts';
import type { Measure } from './catalogue/measures.ts';
import { type PartId, partOf } from './catalogue/parts.ts';
import { branchesOf, type Cut, partName } from './branches.ts';
import { stepSql } from './grain.ts';
import type { Use } from './plan.ts';

/** `keep`: groups that are told by themselves stand in the parameters top0 and top1, all others are folded into one. */
export type Wish = { measures: readonly Measure[]; uses: readonly Use[]; cut: Cut };

/** A row a group and step of time: at, g0, g1, folded, and of each measure m, its shares i (inferred), u (unknown) and n. */
export function figuresSql({ measures, uses, cut }: Wish, keep: boolean): string {
  const { dimensions, grain } = cut;
  const keys = dimensions.map((_, at) => `g${at}`);
  const grouped = [...(grain === 'none' ? [] : ['at']), ...keys, ...(keep ? ['folded'] : [])];
  const summed = [
    ...(grain === 'none' ? [] : [`${stepSql(grain, 't.b')} AS at`]),
    ...(keep ? [`${isFolded(dimensions.length)} AS folded`] : []),
    ...dimensions.map((_, at) => (keep ? `if(folded, '', t.k${at}) AS g${at}` : `t.k${at} AS g${at}`)),
    ...uses.flatMap(({ parts }, at) => parts.map((part) => `${foldOf(at, part)} AS s${at}_${part}`)),
  ];
  const told = measures.flatMap((measure, at) => columnsOf(measure, at, useOf(uses, measure)));
  const groups = grouped.length === 0 ? '' : ` GROUP BY ${grouped.join(', ')} HAVING sum(t.p_any) > 0`;
  return `SELECT ${[...grouped, ...told].join(', ')}
FROM (SELECT ${summed.join(', ')}
FROM (${branchesOf(uses, cut).join('\nUNION ALL ')}) AS t${groups})`;
}

/** The groups to tell by themselves come first: those with the most of a measure, or with the least. */
export const rankedSql = (wish: Wish, { by, direction }: { by: number; direction: 'asc' | 'desc' }): string => {
  const keys = wish.cut.dimensions.map((_, at) => `g${at}`).join(', ');
  const whole = { ...wish, cut: { ...wish.cut, grain: 'none' as const } };
  return `${figuresSql(whole, false)}
ORDER BY m${by} ${direction === 'asc' ? 'ASC' : 'DESC'} NULLS LAST, ${keys} LIMIT {limit:UInt32}`;
};

const isFolded = (dimensions: number): string =>
  dimensions === 1
    ? 'NOT has({top0:Array(String)}, t.k0)'
    : 'NOT has(arrayZip({top0:Array(String)}, {top1:Array(String)}), (t.k0, t.k1))';

const useOf = (uses: readonly Use[], measure: Measure): number =>
  uses.findIndex((use) => use.measures.includes(measure));

function foldOf(use: number, part: PartId): string {
  const column = `t.${partName(use, part)}`;
  const { fold } = partOf(part);
  if (fold === 'sum') return `sum(${column})`;
  return fold === 'histogram' ? `sumMap(${column})` : `length(groupUniqArrayArray(${column}))`;
}

function columnsOf({ formula, inferred, unknown }: Measure, at: number, use: number): string[] {
  const sum = (part: PartId): string => `s${use}_${part}`;
  const share = ([part, of]: Share): string => ratio(sum(part), sum(of));
  const sample = sampleOf(formula);
  return [
    `${valueOf(formula, sum)} AS m${at}`,
    ...(inferred === undefined ? [] : [`${share(inferred)} AS i${at}`]),
    ...(unknown === undefined ? [] : [`${share(unknown)} AS u${at}`]),
    ...(sample === null ? [] : [`${sizeOf(sample, sum(sample))} AS n${at}`]),
  ];
}

function valueOf(formula: Formula, sum: (part: PartId) => string): string {
  if ('count' in formula) {
    const less = formula.less === undefined ? '' : ` - toFloat64(ifNull(${sum(formula.less)}, 0))`;
    return `toFloat64(ifNull(${sum(formula.count)}, 0))${less}`;
  }
  if ('distinct' in formula) return `toFloat64(${sum(formula.distinct)})`;
  if ('ratio' in formula) return ratio(sum(formula.ratio), sum(formula.of), formula.unit);
  if ('quantile' in formula) return quantile(formula.quantile, sum(formula.of));
  const told = formula.sum.map((part) => sum(part));
  // Of several what is told; null where none is.
  const all =
    told.length === 1
      ? told[0]!
      : `if(coalesce(${told.join(', ')}) IS NULL, NULL, ${told.map((one) => `ifNull(${one}, 0)`).join(' + ')})`;
  return formula.unit === 1 ? `toFloat64(${all})` : `toFloat64(${all}) / ${formula.unit}`;
}

const ratio = (part: string, of: string, unit = 1): string =>
  `toFloat64(${part}) ${unit === 1 ? '' : `/ ${unit} `}/ nullIf(toFloat64(${of}), 0)`;

const sizeOf = (part: PartId, sum: string): string =>
  partOf(part).fold === 'histogram' ? `toFloat64(arraySum(mapValues(${sum})))` : `toFloat64(ifNull(${sum}, 0))`;

/** As views/agents/quantile.ts has it: by exponential interpolation within the bucket of the rank, in milliseconds. */
function quantile(q: number, histogram: string): string {
  const counts = `mapValues(${histogram})`;
  const rank = `${q} * arraySum(${counts})`;
  const upper = `exp2((k + greatest(0, ${rank} - (c - n)) / n) / 8) / 1000`;
  const values = `arrayMap((k, n, c) -> ${upper}, mapKeys(${histogram}), ${counts}, arrayCumSum(${counts}))`;
  return `if(empty(${counts}), NULL, arrayFirst((v, c) -> c >= ${rank}, ${values}, arrayCumSum(${counts})))`;
}
