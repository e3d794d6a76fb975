import type { QueryAnswer, QueryColumn } from 'signalbox/contract/monitoring/query';
import { type Unit, unitOf } from '../../../../format/measure.ts';
import type { Line } from '../../../../ui/chart/chart-model.ts';

/** Lines of one unit over the same time. Different units never share an axis: they are charts of their own. */
export type Chart = { unit: Unit; title: string; points: number[]; lines: Line[]; previous: Line[] };
export type Group = { key: string; label: string; others: boolean; value: number | null };
type Row = QueryAnswer['rows'][number];
type Cells = { rows: readonly Row[]; points: readonly string[]; folded: ReadonlySet<number> };

const of = (answer: QueryAnswer, kind: QueryColumn['kind']): number[] =>
  answer.columns.flatMap((column, at) => (column.kind === kind ? [at] : []));
const number = (cell: Row[number] | undefined): number | null => (typeof cell === 'number' ? cell : null);

export const notTold = 'not told';

/** What a row is of. Values of agents are shown as they are; nothing told is not "". */
function labelOf(answer: QueryAnswer, row: Row, isFolded: boolean): string {
  const dimensions = of(answer, 'dimension');
  if (isFolded && dimensions.length > 0) return 'others';
  return dimensions.map((at) => (row[at] == null || row[at] === '' ? notTold : String(row[at]))).join(' · ');
}

/**
 * A chart for each unit. A count of a step without a row is 0, for nothing was; a rate, mean, percentile or sum of it is unknown,
 * and so is all that lies after the answer.
 */
export function chartsOf(answer: QueryAnswer): Chart[] {
  const measures = of(answer, 'measure');
  const now = { rows: answer.rows, points: answer.points, folded: new Set(answer.folded) };
  // The same groups come back, in rows of their own; that they are folded is known by their name alone.
  const before = {
    rows: answer.previous ?? [],
    points: answer.previousPoints ?? [],
    folded: foldedIn(answer, answer.previous),
  };
  const charts = new Map<string, Chart>();
  for (const at of measures) {
    const column = answer.columns[at]!;
    const unit = unitOf(column.unit);
    const chart = charts.get(unit) ?? { unit, title: '', points: [], lines: [], previous: [] };
    charts.set(unit, chart);
    chart.points = answer.points.map((one) => Date.parse(one));
    chart.title = chart.title === '' ? column.label : `${chart.title}, ${column.label}`;
    chart.lines.push(...linesOf(answer, at, now));
    chart.previous.push(...linesOf(answer, at, before).map((line) => fitted(line, answer.points.length)));
  }
  return [...charts.values()];
}

/** Tells groups apart, also those that read alike: a name can hold the sign between two, or say "not told". */
const keyOf = (answer: QueryAnswer, row: Row, isFolded: boolean): string =>
  isFolded
    ? ''
    : `=${of(answer, 'dimension')
        .map((at) => (row[at] == null ? '' : JSON.stringify(row[at])))
        .join(',')}`;

function foldedIn(answer: QueryAnswer, rows: readonly Row[] = []): Set<number> {
  const named = of(answer, 'dimension');
  const folded = answer.rows[answer.folded[0] ?? -1];
  if (folded === undefined) return new Set();
  return new Set(rows.flatMap((row, at) => (named.every((column) => row[column] === folded[column]) ? [at] : [])));
}

function linesOf(answer: QueryAnswer, measure: number, { rows, points, folded }: Cells): Line[] {
  const column = answer.columns[measure]!;
  const [time] = of(answer, 'time');
  const several = of(answer, 'measure').length > 1;
  const place = new Map(points.map((point, at) => [Date.parse(point), at]));
  const asOf = Date.parse(answer.asOf);
  const isCount = column.unit === 'count' && !(column.id in answer.shares.n);
  const empty = points.map((point) => (isCount && Date.parse(point) <= asOf ? 0 : null));
  const lines = new Map<string, Line & { values: (number | null)[] }>();
  rows.forEach((row, at) => {
    const isFolded = folded.has(at);
    const name = labelOf(answer, row, isFolded);
    const label = name === '' ? column.label : several ? `${name}, ${column.label}` : name;
    const key = `${column.id} ${keyOf(answer, row, isFolded)}`;
    const line = lines.get(key) ?? { key, label, values: [...empty], ...(isFolded && { others: true }) };
    lines.set(key, line);
    const step = time === undefined ? undefined : place.get(Date.parse(String(row[time])));
    if (step !== undefined) line.values[step] = number(row[measure]);
  });
  if (lines.size === 0 && of(answer, 'dimension').length === 0 && points.length > 0)
    return [{ key: `${column.id} =`, label: column.label, values: empty }];
  return [...lines.values()];
}

/** The time before can be a step longer or shorter, where a day had 23 hours. */
const fitted = (line: Line, length: number): Line => ({
  ...line,
  values: Array.from({ length }, (_, at) => line.values[at] ?? null),
});

/** Groups of the first measure, as they came; the folded ones last. */
export function groupsOf(answer: QueryAnswer): { unit: Unit; groups: Group[] } {
  const [measure] = of(answer, 'measure');
  const folded = new Set(answer.folded);
  const groups = answer.rows.map((row, at) => {
    const label = labelOf(answer, row, folded.has(at));
    const others = folded.has(at);
    return { key: keyOf(answer, row, others), label, others, value: number(row[measure!]) };
  });
  const unit = unitOf(answer.columns[measure!]?.unit ?? null);
  return { unit, groups: groups.toSorted((a, b) => Number(a.others) - Number(b.others)) };
}

export type Figure = {
  id: string;
  label: string;
  unit: Unit;
  value: number | null;
  before: number | null | undefined;
  /** Of how many it is; parts that nobody declared, and that are unknown. null = not said. */
  n: number | null;
  inferred: number | null;
  unknown: number | null;
};

/** One figure a measure, of everything asked for. */
export function figuresOf(answer: QueryAnswer): Figure[] {
  const { inferred, unknown, n } = answer.shares;
  return of(answer, 'measure').map((at) => {
    const { id, label, unit } = answer.columns[at]!;
    return {
      ...{ id, label, unit: unitOf(unit), value: number(answer.rows[0]?.[at]) },
      before: answer.previous === undefined ? undefined : number(answer.previous[0]?.[at]),
      ...{ n: n[id]?.[0] ?? null, inferred: inferred[id]?.[0] ?? null, unknown: unknown[id]?.[0] ?? null },
    };
  });
}
