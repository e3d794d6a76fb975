import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Run } from 'signalbox/contract/monitoring';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { siblingsQuery } from '../queries.ts';

const most = 3;

/** Other runs that the trace of this one holds; nothing where there are none, or while that is not known. */
export function OtherRuns({ run }: { run: Run }) {
  const items = useQuery(siblingsQuery(run.id)).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <span className="inline-flex min-w-0 items-baseline gap-1.5">
      <span className="label">Same trace</span>
      <span className="min-w-0 truncate">
        {items.slice(0, most).map((other, i) => (
          <span key={other.id}>
            {i === 0 ? '' : ', '}
            <Link to="/runs/$runId" params={{ runId: other.id }} search={{}} className="text-accent hover:underline">
              <SafeLine text={other.agent} max={60} />
            </Link>
          </span>
        ))}
        {items.length > most ? ` and ${items.length - most} more` : ''}
      </span>
    </span>
  );
}
