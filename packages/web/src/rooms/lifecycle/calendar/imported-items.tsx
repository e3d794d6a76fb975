import type { ImportedFreezes } from 'signalbox/contract/lifecycle';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { outcomeWords } from '../model/import-words.ts';

const order = { refused: 0, begun: 1, moved: 1, lifted: 1, unchanged: 2, past: 3 };

/** A line for each event: when, what it is called, what becomes of it; what is refused first, with why. */
export function ImportedItems({ of }: { of: ImportedFreezes }) {
  const items = of.items.toSorted((a, b) => order[a.outcome] - order[b.outcome]);
  if (items.length === 0) return <p className="text-muted">The file holds no event.</p>;
  return (
    <ul
      className="max-h-64 overflow-y-auto border-y border-line"
      tabIndex={0}
      aria-label={of.isPreview ? 'What would be' : 'What was done'}
    >
      {items.map((one, at) => (
        <li key={`${one.uid} ${at}`} className="flex flex-wrap gap-x-3 border-b border-line py-1 last:border-b-0">
          <span className="min-w-0 flex-1 basis-44 [overflow-wrap:anywhere]">
            <SafeLine text={one.summary === '' ? one.uid : one.summary} max={200} />{' '}
            {one.from === null || one.until === null ? null : (
              <span className="text-muted">
                <Time at={one.from} /> to <Time at={one.until} />
              </span>
            )}
          </span>
          <span
            className={`min-w-0 [overflow-wrap:anywhere] ${one.outcome === 'refused' ? 'text-danger' : 'text-muted'}`}
          >
            {outcomeWords(one.outcome, of.isPreview)}
            {one.why === null ? '' : ': '}
            <SafeLine text={one.why ?? ''} max={300} />
          </span>
        </li>
      ))}
    </ul>
  );
}
