import type { LabelHistory, VersionHead } from 'signalbox/contract/prompts';

type Move = LabelHistory['items'][number];
export type Happened =
  | { what: 'saved'; at: string; version: VersionHead }
  | { what: 'moved'; at: string; move: Move; undo: { label: string; number: number | null } | null };

/**
 * Versions and moves of labels in one order, newest first. A move can be taken back while the label stands where it brought it:
 * only the last move of each label.
 */
export function timelineOf(versions: readonly VersionHead[], moves: readonly Move[]): Happened[] {
  const last = new Set<string>();
  const happened: Happened[] = [
    ...moves.map((move): Happened => {
      const first = !last.has(move.label);
      last.add(move.label);
      return { what: 'moved', at: move.movedAt, move, undo: first ? { label: move.label, number: move.from } : null };
    }),
    ...versions.map((version): Happened => ({ what: 'saved', at: version.createdAt, version })),
  ];
  return happened.toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
}

/** What moving would do, before it is done. */
export const willWords = ({ label, from, to }: Pick<Move, 'label' | 'from' | 'to'>): string =>
  to === null
    ? `The label ${label} leaves version ${from}`
    : from === null
      ? `The label ${label} comes on version ${to}`
      : `The label ${label} goes from version ${from} to ${to}`;

/** The same once it is done. */
export const moveWords = ({ label, from, to }: Pick<Move, 'label' | 'from' | 'to'>): string =>
  to === null
    ? `Label ${label} taken from version ${from}`
    : from === null
      ? `Label ${label} put on version ${to}`
      : `Label ${label} moved from version ${from} to ${to}`;
