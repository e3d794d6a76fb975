import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Matrix } from './matrix.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { changesQuery, servedQuery } from '../fleet-queries.ts';
import { FleetTimeline } from './fleet-timeline.tsx';

const route = getRouteApi('/shell/deployments');
const tab =
  'inline-flex h-11 shrink-0 items-center border-b-2 border-transparent px-1 text-muted hover:text-ink desk:h-8 data-[status=active]:border-accent data-[status=active]:text-ink';

/** Deployments of all agents: what is served now, and what was changed in the time of the page. */
export function DeploymentsPage() {
  const { shows } = route.useSearch();
  return (
    <>
      <h1 className="sr-only">Deployments</h1>
      <nav aria-label="Deployments" className="flex shrink-0 gap-4 border-b border-line px-4 pt-1">
        <Link
          to="."
          search={(s) => ({ ...s, shows: undefined })}
          activeOptions={{ exact: true, includeSearch: true }}
          className={tab}
        >
          Served now
        </Link>
        <Link
          to="."
          search={(s) => ({ ...s, shows: 'changes' as const })}
          activeOptions={{ exact: true, includeSearch: true }}
          className={tab}
        >
          What was changed
        </Link>
      </nav>
      {shows === 'changes' ? <Changes /> : <Now />}
    </>
  );
}

function Now() {
  const { team, env, differs } = route.useSearch();
  const list = useQuery(servedQuery(team));
  if (list.isPending) return <Skeleton rows={16} label="Loading deployments" />;
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      {list.isError ? (
        <StaleNotice error={list.error} readAt={list.dataUpdatedAt} onRetry={() => void list.refetch()} />
      ) : null}
      <Matrix list={list.data} env={env} differs={differs === 'true'} />
    </>
  );
}

function Changes() {
  const { team, env, range, from, to } = route.useSearch();
  const list = useQuery(changesQuery({ team, env, range, from, to }));
  if (list.isPending) return <Skeleton rows={12} label="Loading changes" />;
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  return <FleetTimeline of={list.data} />;
}
