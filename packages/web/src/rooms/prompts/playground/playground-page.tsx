import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { meQuery } from '../../../app/queries.ts';
import { teamsFor } from '../../../app/rights.ts';
import { buttonLook } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { promptsQuery } from '../queries.ts';
import { Bench } from './bench.tsx';
import { RecentRuns } from './recent-runs.tsx';

const route = getRouteApi('/shell/playground');

/** Any prompts and models side by side, on rows of a table. */
export function PlaygroundPage() {
  const { run, team } = route.useSearch();
  const navigate = useNavigate({ from: '/playground' });
  const me = useQuery(meQuery);
  const teams = teamsFor(me.data, 'model_provider.use');
  const prompts = useInfiniteQuery(promptsQuery(team, {}));
  const show = (id: string): void => void navigate({ search: (s) => ({ ...s, run: id }) });
  const mine = (prompts.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((one) => one.latest !== null && teams.some(({ id }) => id === one.teamId));
  // Without a team in the scope: the first that has something to ask, not the first there is.
  const teamId = teams.find((one) => one.id === team)?.id ?? mine[0]?.teamId ?? teams[0]?.id;
  const items = mine.filter((one) => one.teamId === teamId);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="Playground">
      <h1 className="px-3 pt-4 text-title font-semibold desk:px-4">Playground</h1>
      {prompts.data === undefined ? (
        prompts.error ? (
          <ErrorState error={prompts.error} onRetry={() => void prompts.refetch()} />
        ) : (
          <Skeleton rows={10} label="Loading prompts" />
        )
      ) : teamId === undefined ? (
        <p className="p-4 text-muted">You may not ask models here: it costs money, and is a right of its own.</p>
      ) : items.length === 0 ? (
        <EmptyState title="Nothing to ask yet">
          <p>The playground asks models with prompts that have a version.</p>
          <Link to="/prompts" className={buttonLook('primary')}>
            Prompts
          </Link>
        </EmptyState>
      ) : (
        <>
          <Bench teamId={teamId} promptId={null} prompts={items} runId={run} onRun={show} />
          <RecentRuns shown={run} onShow={show} />
        </>
      )}
    </div>
  );
}
