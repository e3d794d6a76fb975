import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { Agent, AgentRecord, NameChange } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { useAdvanced } from '../../../app/live.ts';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { type Done, UndoBar } from '../../../ui/undo-bar.tsx';
import { DeployDialog } from '../deployments/deploy-dialog.tsx';
import { DeploymentsTab } from '../deployments/deployments-tab.tsx';
import { agentQuery } from '../queries.ts';
import { deploymentsQuery, releasesQuery } from '../release-queries.ts';
import { releaseName } from '../model/release-name.ts';
import { ReleasesTab } from '../releases/releases-tab.tsx';
import { useVerb } from '../use-verb.ts';
import { type AgentVerb, IgnoreDialog, MergeDialog, OwnerDialog, RenameDialog } from './agent-dialogs.tsx';
import { AgentHeader } from './agent-header.tsx';
import { Following } from './following.tsx';
import type { AgentSearch } from '../search.ts';
import { History } from './history.tsx';
import { Overview } from './overview.tsx';
import { SplitDialog } from './split-dialog.tsx';
import { undoPath, useNameVerb } from './use-name-verbs.ts';

const route = getRouteApi('/shell/agents/$agentId');
const tab =
  'inline-flex h-11 items-center border-b-2 border-transparent px-1 text-muted hover:text-ink desk:h-8 data-[status=active]:border-accent data-[status=active]:text-ink';

/** One agent: how it does by release and environment, who calls whom, what it is called, what was done to it. */
export function AgentPage() {
  const { agentId } = route.useParams();
  const { tab: shown, team, env, range, from, to } = route.useSearch();
  const navigate = useNavigate({ from: '/agents/$agentId' });
  const me = useQuery(meQuery);
  const query = useQuery(agentQuery(agentId, { team, env, range, from, to }));
  useAdvanced(() => query.refetch(), 3000, query.isSuccess);
  const page = query.data;
  // Asked by id, as the tabs ask: by an address it would be asked twice.
  const known = { enabled: page !== undefined };
  const served = useQuery({ ...deploymentsQuery(page?.agent.id ?? ''), ...known }).data?.items ?? [];
  const releases = useQuery({ ...releasesQuery(page?.agent.id ?? ''), ...known }).data?.items ?? [];
  const [verb, setVerb] = useState<AgentVerb | 'deploy' | null>(null);
  const [split, setSplit] = useState<{ name: string; service: string } | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [follows, setFollows] = useState<string | null>(null);
  const undo = useNameVerb((made) => setFollows(made.reassemblyId));
  const was = (made: NameChange): void => {
    setFollows(made.reassemblyId);
    setDone({ what: doneWords[made.verb], undo: () => undo.mutate({ path: undoPath(made.id!), body: {} }) });
  };
  const release = useVerb();
  const claim = useVerb<AgentRecord>(({ agentId: id, name }) =>
    setDone({
      what: `You answer for ${name}.`,
      undo: () => release.mutate({ path: `/agents/${id}/owner`, body: { personId: null } }),
    }),
  );
  useKeys({ Escape: () => void navigate({ to: '/agents', search: (s) => ({ ...s, tab: undefined }) }) });
  if (page === undefined)
    return query.error ? (
      <ErrorState whole error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={16} label="Loading agent" />
    );
  const mayChange = mayIn(me.data, 'agent.change', page.agent.teamId);
  const mayDeploy = mayIn(me.data, 'deployment.change', page.agent.teamId) && releases.length > 0;
  const onClaim = (): void => claim.mutate({ path: `/agents/${page.agent.id}/claim`, body: {} });
  const named = (told: string): string => releaseName(releases, told);
  const close = (): void => setVerb(null);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="Agent">
      {query.error ? (
        <StaleNotice error={query.error} readAt={query.dataUpdatedAt} onRetry={() => void query.refetch()} />
      ) : null}
      {page.readable ? null : <Banner aspect="dark">Figures cannot be read now.</Banner>}
      {page.putAway === null ? null : <PutAway page={page} />}
      {follows === null ? null : <Following id={follows} />}
      <Refused error={claim.error ?? release.error} />
      <AgentHeader
        page={page}
        mayChange={mayChange}
        releaseName={named}
        served={served.filter((one) => env === undefined || one.environment === env)}
        onDeploy={mayDeploy ? () => setVerb('deploy') : null}
        onVerb={setVerb}
        onClaim={onClaim}
      />
      <nav
        aria-label="Agent"
        className="flex shrink-0 gap-2 overflow-x-auto border-b border-line px-3 max-desk:border-t desk:gap-4 desk:px-4"
      >
        <Tab to={undefined}>Overview</Tab>
        <Link to="/runs" search={(s) => ({ ...s, tab: undefined, ...runsOf(page.agent) })} className={tab}>
          Runs
        </Link>
        <Tab to="releases">Releases</Tab>
        <Tab to="deployments">Deployments</Tab>
        <Tab to="history">History</Tab>
      </nav>
      {shown === 'history' ? (
        <History agentId={page.agent.id} />
      ) : shown === 'releases' ? (
        <ReleasesTab agent={page.agent} mayMake={mayIn(me.data, 'release.create', page.agent.teamId)} />
      ) : shown === 'deployments' ? (
        <DeploymentsTab agent={page.agent} env={env} onDone={setDone} />
      ) : (
        <Overview
          page={page}
          mayChange={mayChange}
          releaseName={named}
          onUndo={(id) => undo.mutate({ path: undoPath(id), body: {} })}
          onSplit={setSplit}
          undoError={undo.error}
          onClaim={onClaim}
        />
      )}
      {verb === 'rename' ? <RenameDialog agent={page.agent} onDone={was} onClose={close} /> : null}
      {verb === 'merge' ? <MergeDialog agent={page.agent} onDone={was} onClose={close} /> : null}
      {verb === 'ignore' ? <IgnoreDialog agent={page.agent} onDone={was} onClose={close} /> : null}
      {verb === 'owner' ? <OwnerDialog agent={page.agent} onDone={setDone} onClose={close} /> : null}
      {verb === 'deploy' ? (
        <DeployDialog agent={page.agent} environment={env} onDone={setDone} onClose={close} />
      ) : null}
      {split === null ? null : (
        <SplitDialog agent={page.agent} sent={split} onDone={was} onClose={() => setSplit(null)} />
      )}
      <UndoBar done={done} onGone={() => setDone(null)} />
    </div>
  );
}

function Tab({ to, children }: { to: AgentSearch['tab']; children: string }) {
  return (
    <Link
      to="."
      search={(s) => ({ ...s, tab: to })}
      activeOptions={{ exact: true, includeSearch: true }}
      className={`${tab} shrink-0`}
    >
      {children}
    </Link>
  );
}

const Refused = ({ error }: { error: unknown }) =>
  error ? (
    <div className="px-4 pt-2">
      <Refusal error={error} />
    </div>
  ) : null;

const doneWords: Record<NameChange['verb'], string> = {
  rename: 'Renamed.',
  merge: 'Merged.',
  split: 'Split off.',
  ignore: 'Its name is ignored.',
  restore: 'Its name is an agent again.',
};

const runsOf = ({ key, teamId }: Agent): { agent: string; team: string } => ({ agent: key, team: teamId });

function PutAway({
  page: { putAway, mergedInto },
}: {
  page: { putAway: string | null; mergedInto: { slug: string; name: string } | null };
}) {
  return (
    <Banner aspect="dark">
      {putAway === 'merged' && mergedInto !== null ? (
        <>
          Merged into{' '}
          <Link to="/agents/$agentId" params={{ agentId: mergedInto.slug }} className="text-accent underline">
            {mergedInto.name}
          </Link>
          .
        </>
      ) : putAway === 'ignored' ? (
        'Its name is ignored: such spans are steps, not agents.'
      ) : (
        'It stands in no list any more.'
      )}
    </Banner>
  );
}
