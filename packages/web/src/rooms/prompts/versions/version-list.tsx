import type { PromptDetail } from 'signalbox/contract/prompts';
import { By } from '../../../app/by.tsx';
import { count } from '../../../format/number.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';

type Props = { prompt: PromptDetail; shown: number; onShow: (number: number) => void };

/** Versions, newest first: number, labels, why, by whom, when. */
export function VersionList({ prompt, shown, onShow }: Props) {
  return (
    <ul
      aria-label="Versions"
      className="max-h-64 shrink-0 overflow-y-auto border-t border-line wide:max-h-none wide:w-80"
    >
      {prompt.versions.map((one) => (
        <li key={one.number} className="border-b border-line">
          <button
            type="button"
            aria-pressed={one.number === shown}
            onClick={() => onShow(one.number)}
            className={`flex min-h-11 w-full gap-3 px-2 py-1.5 text-left ${one.number === shown ? 'bg-select shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-sunk'}`}
          >
            <span className="w-7 shrink-0 text-right font-medium tabular-nums">{one.number}</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate">
                {one.message === '' ? <span className="text-muted">No message</span> : <SafeLine text={one.message} />}
              </span>
              <span className="block truncate text-meta text-muted">
                <By id={one.authorId} name={one.authorName} />, <Time at={one.createdAt} />, about{' '}
                {count(one.estimatedTokens)} tokens
              </span>
              {prompt.labels.some((label) => label.number === one.number) ? (
                <span className="flex flex-wrap gap-1 pt-0.5">
                  {prompt.labels
                    .filter((label) => label.number === one.number)
                    .map(({ label }) => (
                      <span key={label} className="rounded-control border border-edge px-1 text-meta">
                        {label}
                      </span>
                    ))}
                </span>
              ) : null}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
