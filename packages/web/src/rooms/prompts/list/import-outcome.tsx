import type { ImportResult } from 'signalbox/contract/prompts/files';
import { plural } from '../../../format/number.ts';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';

const outcomes: Record<ImportResult['outcome'], string> = {
  created: 'Created',
  updated: 'New version',
  unchanged: 'Unchanged',
  failed: 'Not taken',
};

/** What became of each file, those that were not taken first. */
export function ImportOutcome({ items }: { items: readonly ImportResult[] }) {
  const failed = items.filter((one) => one.outcome === 'failed');
  const rest = items.filter((one) => one.outcome !== 'failed');
  return (
    <>
      <p className="pb-2 text-muted">
        {plural(rest.length, 'prompt')} taken{failed.length === 0 ? '.' : `, ${failed.length} not.`}
      </p>
      <ul aria-label="Results" className="max-h-80 overflow-y-auto border-t border-line" tabIndex={0}>
        {[...failed, ...rest].map((one, at) => (
          <li key={at} className="border-b border-line py-1.5">
            <div className="flex gap-3">
              <span className="min-w-0 flex-1 truncate">
                <SafeLine text={one.name ?? one.source} max={200} />
              </span>
              <span className={one.outcome === 'failed' ? 'text-danger' : 'text-muted'}>
                {outcomes[one.outcome]}
                {one.number === null || one.outcome === 'unchanged' ? '' : ` ${one.number}`}
              </span>
            </div>
            {[one.problem, ...one.warnings.map((issue) => issue.sentence)].map((said, n) =>
              said === null ? null : (
                <p key={n} className="text-meta text-muted [overflow-wrap:anywhere]">
                  <SafeText text={said} />
                </p>
              ),
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
