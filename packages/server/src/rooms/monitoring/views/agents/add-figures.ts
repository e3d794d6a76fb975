import type { FigureRow } from './row.ts';

/** Rows of the same agent and split as one, in order of team, agent and split. Unknown and unknown stays unknown. */
export function figuresAdded(rows: readonly FigureRow[]): FigureRow[] {
  const byKey = Map.groupBy(rows, ({ team_id, agent, split }) => JSON.stringify([team_id, agent, split]));
  return [...byKey.values()].map((own) => own.reduce(added)).sort(byNames);
}

function added(a: FigureRow, b: FigureRow): FigureRow {
  const { team_id, agent, split, first_start, last_start, duration_hist, ...numbers } = a;
  const sums = Object.entries(numbers).map(([name, value]) => [name, sum(value, b[name as keyof typeof numbers])]);
  return {
    ...(Object.fromEntries(sums) as typeof numbers),
    ...{ team_id, agent, split },
    // As the warehouse writes them: text in the order of time.
    first_start: first_start < b.first_start ? first_start : b.first_start,
    last_start: last_start > b.last_start ? last_start : b.last_start,
    duration_hist: histogramsAdded(duration_hist, b.duration_hist),
  };
}

const sum = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : String(BigInt(a) + BigInt(b));

function histogramsAdded(a: FigureRow['duration_hist'], b: FigureRow['duration_hist']): FigureRow['duration_hist'] {
  const all = { ...a };
  for (const [index, count] of Object.entries(b)) all[index] = sum(all[index] ?? null, count)!;
  return all;
}

function byNames(a: FigureRow, b: FigureRow): number {
  for (const name of ['team_id', 'agent', 'split'] as const) if (a[name] !== b[name]) return a[name] < b[name] ? -1 : 1;
  return 0;
}
