import type { VersionDiff } from 'signalbox/contract/prompts';

export type DiffRow = VersionDiff['bodies'][number]['rows'][number];
/** Rows to show, or so many unchanged ones that are folded away. */
export type Stretch = { rows: readonly DiffRow[]; folded: boolean };

/** Does nothing differ in this row? */
export const isSame = ({ left, right }: DiffRow): boolean =>
  left !== null && right !== null && [...left.parts, ...right.parts].every((part) => part.kind === 'same');

/** Lines kept around what changed, and the least that folding is worth. */
const [around, least] = [3, 4];

/** Long unchanged stretches are folded, `around` lines beside each change stay. Nothing changed at all: nothing is folded. */
export function stretchesOf(rows: readonly DiffRow[], keep: (row: DiffRow) => boolean = () => false): Stretch[] {
  const changed = rows.map((row) => !isSame(row) || keep(row));
  if (!changed.includes(true)) return [{ rows, folded: false }];
  const near = rows.map((_, at) => changed.slice(Math.max(0, at - around), at + around + 1).includes(true));
  const found: { rows: DiffRow[]; folded: boolean }[] = [];
  rows.forEach((row, at) => {
    const folded = !near[at];
    const last = found.at(-1);
    if (last?.folded === folded) last.rows.push(row);
    else found.push({ rows: [row], folded });
  });
  return found.map((one) => (one.folded && one.rows.length < least ? { ...one, folded: false } : one));
}

/** A text by itself, as rows of a comparison in which nothing changed. */
export const rowsOfText = (text: string): DiffRow[] =>
  text.split('\n').map((line, at) => {
    const side = { line: at + 1, parts: [{ kind: 'same' as const, text: line }] };
    return { left: side, right: side };
  });

/** How many lines were added and removed; a changed line is both. */
export function changesOf(rows: readonly DiffRow[]): { added: number; removed: number } {
  const changed = rows.filter((row) => !isSame(row));
  return {
    added: changed.filter((row) => row.right !== null).length,
    removed: changed.filter((row) => row.left !== null).length,
  };
}
