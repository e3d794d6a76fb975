import type { ImportedFreezes } from 'signalbox/contract/lifecycle';

type Outcome = ImportedFreezes['items'][number]['outcome'];
const done: Record<Outcome, string> = {
  begun: 'frozen',
  moved: 'freeze moved',
  lifted: 'freeze lifted',
  unchanged: 'stands already',
  past: 'past, left out',
  refused: 'refused',
};
const would: Record<Outcome, string> = {
  ...done,
  begun: 'will freeze',
  moved: 'moves its freeze',
  lifted: 'lifts its freeze',
};

export const outcomeWords = (outcome: Outcome, isPreview: boolean): string => (isPreview ? would : done)[outcome];

/** How many events change something. */
export const standing = ({ items }: ImportedFreezes): number =>
  items.filter(({ outcome }) => outcome === 'begun' || outcome === 'moved' || outcome === 'lifted').length;

/** "2 will freeze, 1 stands already, 1 refused": what becomes of all of them. */
export function importedWords({ items, isPreview }: ImportedFreezes): string {
  const counted = (Object.keys(done) as Outcome[]).flatMap((outcome) => {
    const n = items.filter((one) => one.outcome === outcome).length;
    return n === 0 ? [] : [`${n} ${outcomeWords(outcome, isPreview)}`];
  });
  return counted.length === 0 ? 'No event.' : `${counted.join('; ')}.`;
}
