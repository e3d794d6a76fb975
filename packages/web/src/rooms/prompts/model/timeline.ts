import type { LabelHistory } from 'signalbox/contract/prompts';

type Move = LabelHistory['items'][number];

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
