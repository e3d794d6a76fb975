import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { recordQuery, releasesQuery } from '../release-queries.ts';
import { ReleaseForm } from './release-form.tsx';

const route = getRouteApi('/shell/agents/$agentId/new-release');

/** A release made from the newest: what is changed is seen in words before it is there. */
export function NewReleasePage() {
  const { agentId } = route.useParams();
  const record = useQuery(recordQuery(agentId));
  const list = useQuery(releasesQuery(agentId));
  const error = record.error ?? list.error;
  if (!record.data || !list.data)
    return error ? (
      <ErrorState whole error={error} onRetry={() => void Promise.all([record.refetch(), list.refetch()])} />
    ) : (
      <Skeleton rows={12} label="Loading releases" />
    );
  const newest = list.data.items[0];
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="New release">
      <header className="flex items-center gap-1 border-b border-line px-1 py-2 desk:gap-3 desk:px-4">
        <Link
          to="/agents/$agentId"
          params={{ agentId }}
          search={(s) => ({ ...s, tab: 'releases' as const })}
          aria-label="Back to the releases"
          className="grid size-11 place-items-center rounded-control text-muted hover:bg-sunk hover:text-ink desk:size-7"
        >
          <Icon name="left" />
        </Link>
        <h1 className="min-w-0 flex-1 truncate text-title font-semibold">
          New release of <SafeLine text={record.data.name} max={120} />
        </h1>
        {newest === undefined ? null : <span className="text-muted">from {newest.version}</span>}
      </header>
      <ReleaseForm key={newest?.id ?? 'first'} agentId={record.data.agentId} newest={newest} />
    </div>
  );
}
