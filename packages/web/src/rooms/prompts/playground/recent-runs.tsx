import { useQuery } from '@tanstack/react-query';
import { plural, usd } from '../../../format/number.ts';
import { Time } from '../../../ui/zone.tsx';
import { playRunsQuery } from './queries.ts';

/** Runs that are kept, to look at again. */
export function RecentRuns({ shown, onShow }: { shown: string | undefined; onShow: (id: string) => void }) {
  const items = useQuery(playRunsQuery).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="px-3 pb-12 desk:px-4">
      <h2 className="pb-1 text-section font-semibold">Earlier runs</h2>
      <ul aria-label="Earlier runs" className="border-t border-line">
        {items.map((one) => (
          <li key={one.id} className="border-b border-line">
            <button
              type="button"
              aria-pressed={one.id === shown}
              onClick={() => onShow(one.id)}
              className={`flex min-h-11 w-full flex-wrap items-center gap-x-3 px-2 text-left desk:min-h-8 ${one.id === shown ? 'bg-select' : 'hover:bg-sunk'}`}
            >
              <span className="w-28 text-muted">
                <Time at={one.createdAt} />
              </span>
              <span className="min-w-0 flex-1 truncate">
                {plural(one.lanes, 'lane')}, {plural(one.rows, 'row')}
              </span>
              <span className="text-muted tabular-nums">
                {one.state === 'done' ? '' : `${one.state}, `}
                {usd(one.costUsd)} USD
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
