import { Link } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { SafeLine } from '../../../ui/safe-text.tsx';

/** Who feels a change of this prompt. */
export function UsedBy({ prompt }: { prompt: PromptDetail }) {
  return (
    <div className="flex flex-col gap-6 px-3 pb-12 pt-3 desk:px-4">
      <section>
        <h2 className="pb-1 font-semibold">Prompts that refer to it</h2>
        {prompt.usedBy.length === 0 ? (
          <p className="text-muted">
            None. Another prompt takes this text in with{' '}
            <code className="mono text-ink">{`{% prompt "${prompt.name}@production" %}`}</code>
          </p>
        ) : (
          <ul aria-label="Prompts that refer to it" className="border-t border-line">
            {prompt.usedBy.map((one) => (
              <li
                key={`${one.promptId} ${one.number} ${one.at}`}
                className="flex min-h-11 items-center gap-3 border-b border-line desk:min-h-8"
              >
                <Link
                  to="/prompts/$promptId"
                  params={{ promptId: one.promptId }}
                  className="min-w-0 flex-1 truncate text-accent hover:underline"
                >
                  <SafeLine text={one.name} max={200} />
                </Link>
                <span className="text-muted">
                  version {one.number} takes {one.at}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
