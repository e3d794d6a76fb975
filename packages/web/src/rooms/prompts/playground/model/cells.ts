import type { PlaygroundCell, PlaygroundCells } from 'signalbox/contract/prompts/playground';

/** The answers of a run as far as they are known, by lane and row. */
export type Cells = {
  byPlace: ReadonlyMap<string, PlaygroundCell>;
  after: number;
  run: PlaygroundCells['run'] | null;
};
export const noCells: Cells = { byPlace: new Map(), after: 0, run: null };

const place = (lane: number, row: number): string => `${lane} ${row}`;
export const cellAt = (cells: Cells, lane: number, row: number): PlaygroundCell | undefined =>
  cells.byPlace.get(place(lane, row));

/** With what changed since; an answer that comes out of turn does not take the place of a later one. */
export function withCells(cells: Cells, page: PlaygroundCells): Cells {
  const byPlace = new Map(cells.byPlace);
  for (const cell of page.items) {
    const known = byPlace.get(place(cell.lane, cell.row));
    if (known === undefined || known.seq <= cell.seq) byPlace.set(place(cell.lane, cell.row), cell);
  }
  return { byPlace, after: Math.max(cells.after, page.after), run: page.after < cells.after ? cells.run : page.run };
}

/** "12 of 20 answered, 1 failed". */
export function progressWords({ counts }: PlaygroundCells['run']): string {
  const { waiting, running, done, failed, cancelled } = counts;
  const all = waiting + running + done + failed + cancelled;
  const rest = [failed > 0 ? `, ${failed} failed` : '', cancelled > 0 ? `, ${cancelled} cancelled` : ''];
  return `${done} of ${all} answered${rest.join('')}`;
}
