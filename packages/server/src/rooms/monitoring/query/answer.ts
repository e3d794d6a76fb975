import type { Query, QueryAnswer, QueryColumn, QueryShares } from '../contract-query.ts';
import { isoOfSeconds } from '../views/rows/time.ts';
import type { Dimension } from './catalogue/dimensions.ts';
import type { Measure } from './catalogue/measures.ts';
import type { Grain } from './grain.ts';

/** A row as figuresSql names its columns. */
export type FigureRow = { at?: number; folded?: number } & { [column: string]: string | number | null | undefined };
type Asked = { measures: readonly Measure[]; dimensions: readonly Dimension[]; grain: Grain };
export type Told = { rows: QueryAnswer['rows']; folded: number[]; shares: QueryShares };

export const columnsOf = ({ measures, dimensions, grain }: Asked): QueryColumn[] => [
  ...(grain === 'none' ? [] : [{ id: 'time', kind: 'time' as const, label: 'Time', unit: null, direction: null }]),
  ...dimensions.map(({ id, label }) => ({ id, kind: 'dimension' as const, label, unit: null, direction: null })),
  ...measures.map(({ id, label, unit, direction }) => ({ id, kind: 'measure' as const, label, unit, direction })),
];

/** Rows by time, and at each time in the order of `top`, what is folded last. `top` null = as they come. */
export function toldOf(found: readonly FigureRow[], asked: Asked, top: readonly string[] | null): Told {
  const { measures, dimensions, grain } = asked;
  const place = new Map(top?.map((key, at) => [key, at]));
  const rankOf = (row: FigureRow): number => (isFolded(row) ? Infinity : (place.get(groupOf(row, dimensions)) ?? 0));
  const rows =
    top === null ? found : found.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || compare(rankOf(a), rankOf(b)));
  const column = (letter: string, has: (measure: Measure, at: number) => boolean): Record<string, (number | null)[]> =>
    Object.fromEntries(
      measures.flatMap((measure, at) =>
        has(measure, at) ? [[measure.id, rows.map((row) => numberOf(row[`${letter}${at}`]))]] : [],
      ),
    );
  const isTold = (letter: string) => (_: Measure, at: number) =>
    rows.some((row) => row[`${letter}${at}`] !== undefined);
  return {
    rows: rows.map((row) => [
      ...(grain === 'none' ? [] : [isoOfSeconds(Number(row.at))]),
      ...dimensions.map((_, at) => (isFolded(row) ? 'others' : named(row[`g${at}`]))),
      ...measures.map((_, at) => numberOf(row[`m${at}`])),
    ]),
    folded: rows.flatMap((row, at) => (isFolded(row) ? [at] : [])),
    shares: {
      inferred: column('i', ({ inferred }) => inferred !== undefined),
      unknown: column('u', ({ unknown }) => unknown !== undefined),
      n: column('n', isTold('n')),
    },
  };
}

/** What tells groups apart. */
export const groupOf = (row: FigureRow, dimensions: readonly unknown[]): string =>
  JSON.stringify(dimensions.map((_, at) => row[`g${at}`]));

/** Where groups are ranked by: by default, the first measure. */
export const rankOf = ({ order, measures }: Pick<Query, 'order' | 'measures'>) => ({
  by: order === undefined ? 0 : measures.indexOf(order.by),
  direction: order?.direction ?? ('desc' as const),
});

const isFolded = (row: FigureRow): boolean => Number(row.folded ?? 0) === 1;
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
const named = (value: unknown): string | null => (value === '' ? null : String(value));
/** What cannot be divided is unknown, not infinite. */
const numberOf = (value: unknown): number | null =>
  value === null || value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
