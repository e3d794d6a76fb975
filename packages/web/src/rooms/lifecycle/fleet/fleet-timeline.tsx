import { Link } from '@tanstack/react-router';
import type { Calendar } from 'signalbox/contract/lifecycle';
import { By } from '../../../app/by.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { entryWords } from '../model/entry-words.ts';

const signs = { deploy: 'right', promote: 'up', roll_back: 'back' } as const;

/** What was deployed, promoted and rolled back in the time of the page, over all agents; newest first. */
export function FleetTimeline({ of }: { of: Calendar }) {
  const rows = of.items.filter((one) => one.kind === 'deployment').toReversed();
  if (rows.length === 0)
    return (
      <EmptyState title="Nothing was changed in this time">
        <p>
          From <Time at={of.from} full /> to <Time at={of.to} full />. A longer time is chosen above.
        </p>
      </EmptyState>
    );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-8 pt-1" tabIndex={0} role="region" aria-label="Changes">
      <ol className="max-w-4xl">
        {rows.map((one) => (
          <li
            key={one.id}
            className="grid grid-cols-[20px_1fr] gap-x-2 border-b border-line py-1.5 desk:grid-cols-[20px_112px_1fr_140px]"
          >
            <span className="pt-0.5 text-muted">
              <Icon name={signs[one.state as keyof typeof signs] ?? 'right'} />
            </span>
            <span className="text-muted max-desk:order-last max-desk:col-start-2">
              <Time at={one.from} />
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {one.agent === null ? (
                <SafeLine text={one.title} max={300} />
              ) : (
                <Link
                  to="/agents/$agentId"
                  params={{ agentId: one.agent.slug }}
                  search={({ shows: _shows, ...s }) => ({ ...s, tab: 'deployments' as const })}
                  className="hover:underline"
                >
                  <SafeLine text={entryWords(one)} max={300} />
                </Link>
              )}
              <span className="block text-muted">
                <SafeLine text={one.reason} max={400} />
              </span>
            </span>
            <span className="truncate text-muted max-desk:hidden">
              <By id={one.by} name={one.byName} />
            </span>
          </li>
        ))}
      </ol>
      {of.truncated ? (
        <p className="py-2 text-meta text-muted">The latest 500. Choose a shorter time to see others.</p>
      ) : null}
    </div>
  );
}
