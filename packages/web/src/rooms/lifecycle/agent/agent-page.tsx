import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { Agent, NameChange } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { useAdvanced } from '../../../app/live.ts';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Banner } from '../../../ui/banner.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { type Done, UndoBar } from '../../../ui/undo-bar.tsx';
import { agentQuery } from '../queries.ts';
import { type AgentVerb, IgnoreDialog, MergeDialog, OwnerDialog, RenameDialog } from './agent-dialogs.tsx';
import { AgentHeader } from './agent-header.tsx';
import { Following } from './following.tsx';
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
  const [verb, setVerb] = useState<AgentVerb | null>(null);
  const [split, setSplit] = useState<{ name: string; service: string } | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [follows, setFollows] = useState<string | null>(null);
  const undo = useNameVerb((made) => setFollows(made.reassemblyId));
  const was = (made: NameChange): void => {
    setFollows(made.reassemblyId);
    setDone({ what: doneWords[made.verb], undo: () => undo.mutate({ path: undoPath(made.id!), body: {} }) });
  };
  useKeys({ Escape: () => void navigate({ to: '/agents', search: (s) => ({ ...s, tab: undefined }) }) });
  const page = query.data;
  if (page === undefined)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={16} label="Loading agent" />
    );
  const mayChange = mayIn(me.data, 'agent.change', page.agent.teamId);
  const close = (): void => setVerb(null);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="Agent">
      {query.error ? (
        <StaleNotice error={query.error} readAt={query.dataUpdatedAt} onRetry={() => void query.refetch()} />
      ) : null}
      {page.readable ? null : <Banner aspect="dark">Figures cannot be read now.</Banner>}
      {page.putAway === null ? null : <PutAway page={page} />}
      {follows === null ? null : <Following id={follows} />}
      <AgentHeader page={page} mayChange={mayChange} onVerb={setVerb} />
      <nav aria-label="Agent" className="flex gap-4 border-b border-line px-4 max-desk:border-t">
        <Link
          to="."
          search={(s) => ({ ...s, tab: undefined })}
          activeOptions={{ exact: true, includeSearch: true }}
          className={tab}
        >
          Overview
        </Link>
        <Link to="/runs" search={(s) => ({ ...s, tab: undefined, ...runsOf(page.agent) })} className={tab}>
          Runs
        </Link>
        <Link
          to="."
          search={(s) => ({ ...s, tab: 'history' as const })}
          activeOptions={{ exact: true, includeSearch: true }}
          className={tab}
        >
          History
        </Link>
      </nav>
      {shown === 'history' ? (
        <History agentId={page.agent.id} />
      ) : (
        <Overview
          page={page}
          mayChange={mayChange}
          onUndo={(id) => undo.mutate({ path: undoPath(id), body: {} })}
          onSplit={setSplit}
          undoError={undo.error}
        />
      )}
      {verb === 'rename' ? <RenameDialog agent={page.agent} onDone={was} onClose={close} /> : null}
      {verb === 'merge' ? <MergeDialog agent={page.agent} onDone={was} onClose={close} /> : null}
      {verb === 'ignore' ? <IgnoreDialog agent={page.agent} onDone={was} onClose={close} /> : null}
      {verb === 'owner' ? <OwnerDialog agent={page.agent} onDone={setDone} onClose={close} /> : null}
      {split === null ? null : (
        <SplitDialog agent={page.agent} sent={split} onDone={was} onClose={() => setSplit(null)} />
      )}
      <UndoBar done={done} onGone={() => setDone(null)} />
    </div>
  );
}

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
