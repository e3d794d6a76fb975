import type { BulkResult } from 'signalbox/contract/lifecycle';
import { SafeLine } from '../../../ui/safe-text.tsx';

const order = { refused: 0, changed: 1, unchanged: 2 };

/** What a change of many does to each, or did; those that are refused first. */
export function BulkItems({ of }: { of: BulkResult }) {
  const items = of.items.toSorted((a, b) => order[a.outcome] - order[b.outcome]);
  return (
    <ul
      className="max-h-56 overflow-y-auto border-y border-line"
      tabIndex={0}
      aria-label={of.isPreview ? 'What would be' : 'What was done'}
    >
      {items.map((one) => (
        <li key={one.agent} className="flex gap-3 border-b border-line py-1 last:border-b-0">
          <span className="w-36 shrink-0 truncate text-ink">
            <SafeLine text={one.name ?? one.agent} max={80} />
          </span>
          <span className={`min-w-0 [overflow-wrap:anywhere] ${one.outcome === 'refused' ? 'text-danger' : ''}`}>
            {one.error !== null ? (
              <SafeLine text={one.error.detail} max={300} />
            ) : one.changes.length > 0 ? (
              <SafeLine text={one.changes.join(', ')} max={300} />
            ) : one.outcome === 'unchanged' ? (
              'stays as it is'
            ) : (
              'changes'
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
