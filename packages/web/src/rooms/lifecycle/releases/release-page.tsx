import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { AgentRecord, Release } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { By } from '../../../app/by.tsx';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyAs } from '../../../ui/copy-as.tsx';
import { CopyId } from '../../../ui/copy-button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { FoldedText } from '../../../ui/fold.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { Part } from '../../../ui/part.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { type Done, UndoBar } from '../../../ui/undo-bar.tsx';
import { Time } from '../../../ui/zone.tsx';
import { DeployDialog } from '../deployments/deploy-dialog.tsx';
import { deploymentsQuery, recordQuery, releaseQuery, releasesQuery } from '../release-queries.ts';
import { agentFile } from '../model/agent-file.ts';
import { servedIn } from '../model/served-in.ts';
import { ComparePart } from './compare-part.tsx';
import { Evidence } from './evidence.tsx';
import { ManifestView } from './manifest-view.tsx';
import { SignOffsPart } from './sign-offs-part.tsx';
import { Signature } from './signature.tsx';

const route = getRouteApi('/shell/releases/$releaseId');

/** One release: what it is made of, why, what differs from another, whether its signature holds, where it is served. */
export function ReleasePage() {
  const { releaseId } = route.useParams();
  const { base } = route.useSearch();
  const navigate = useNavigate({ from: '/releases/$releaseId' });
  const query = useQuery(releaseQuery(releaseId));
  const release = query.data;
  const record = useQuery({ ...recordQuery(release?.agentId ?? ''), enabled: release !== undefined });
  const others = useQuery({ ...releasesQuery(release?.agentId ?? ''), enabled: release !== undefined });
  const back = (): void =>
    void navigate({
      to: '/agents/$agentId',
      params: { agentId: record.data?.slug ?? release?.agentId ?? '' },
      search: (s) => ({ ...s, base: undefined, tab: 'releases' as const }),
    });
  useKeys({ Escape: release === undefined ? undefined : back });
  if (release === undefined)
    return query.error ? (
      <ErrorState whole error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={16} label="Loading release" />
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto" tabIndex={0} role="region" aria-label="Release">
      <Header release={release} record={record.data} onBack={back} />
      <div className="grid gap-x-10 gap-y-6 px-4 pb-12 pt-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <ComparePart
            head={release}
            base={base ?? release.parentId ?? ''}
            others={others.data?.items ?? []}
            onBase={(id) => void navigate({ search: (s) => ({ ...s, base: id || undefined }) })}
          />
          <Part title="What it is made of">
            <ManifestView manifest={release.manifest} />
          </Part>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Part title="Why">
            <FoldedText text={release.why} />
          </Part>
          <Part title="Expected effect">
            {release.expectedEffect === '' ? (
              <p className="text-muted">Nobody said what it should change.</p>
            ) : (
              <FoldedText text={release.expectedEffect} />
            )}
          </Part>
          <Part title="Evidence">
            <Evidence of={release.evidence} />
          </Part>
          {release.notes === '' ? null : (
            <Part title="Notes">
              <FoldedText text={release.notes} />
            </Part>
          )}
          {record.data ? <SignOffsPart release={release} agent={record.data} /> : null}
          <Signature key={release.id} release={release} />
        </div>
      </div>
    </div>
  );
}

type HeaderProps = { release: Release; record: AgentRecord | undefined; onBack: () => void };

/** Version · agent · where it is served · made by · ids · copy: always in this order. */
function Header({ release, record, onBack }: HeaderProps) {
  const me = useQuery(meQuery);
  const served = useQuery(deploymentsQuery(release.agentId));
  const team = me.data?.teams.find((one) => one.id === record?.teamId)?.slug;
  const where = servedIn(served.data?.items ?? [], release.id);
  const [deploying, setDeploying] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  return (
    <header className="flex flex-wrap items-start gap-x-1 border-b border-line px-1 py-2 desk:gap-x-3 desk:px-4">
      <button
        type="button"
        onClick={onBack}
        aria-label="Back to the releases"
        title="Back to the releases (esc)"
        className="grid size-11 place-items-center rounded-control text-muted hover:bg-sunk hover:text-ink desk:size-7"
      >
        <Icon name="left" />
      </button>
      <h1 className="flex min-h-11 min-w-0 flex-1 items-center gap-1.5 text-title font-semibold desk:min-h-7">
        <span className="min-w-0 truncate">
          <SafeLine text={record?.name ?? ''} max={120} />
        </span>
        <span className="shrink-0 tabular-nums">{release.version}</span>
      </h1>
      <div className="order-last flex min-h-7 w-full min-w-0 flex-wrap items-center gap-x-4 px-2 desk:px-0 desk:pl-10">
        {record === undefined ? null : (
          <span>
            <span className="label">Agent</span>{' '}
            <Link
              to="/agents/$agentId"
              params={{ agentId: record.slug }}
              search={(s) => ({ ...s, base: undefined })}
              className="text-accent hover:underline"
            >
              <SafeLine text={record.name} max={80} />
            </Link>
          </span>
        )}
        <span>
          <span className="label">Served in</span> {where.length === 0 ? 'no environment' : where.join(', ')}
        </span>
        <span>
          <span className="label">Made</span> <Time at={release.createdAt} /> by{' '}
          <By id={release.createdBy} name={release.createdByName} />
        </span>
        <span className="max-desk:hidden">
          <CopyId id={release.id} label="release" />
        </span>
      </div>
      {record !== undefined && mayIn(me.data, 'deployment.change', record.teamId) ? (
        <Button tone="primary" onClick={() => setDeploying(true)}>
          Deploy
        </Button>
      ) : null}
      <CopyAs
        forms={{
          ...(record ? { 'signalbox.yaml': () => agentFile(record, release, team) } : {}),
          JSON: () => JSON.stringify(release, null, 2),
          curl: () => `curl -H "x-signalbox-key: $SIGNALBOX_KEY" '${location.origin}/api/v1/releases/${release.id}'`,
          Link: () => location.href,
        }}
      />
      {deploying && record !== undefined ? (
        <DeployDialog
          agent={{ id: record.agentId, slug: record.slug, name: record.name, teamId: record.teamId }}
          releaseId={release.id}
          onDone={setDone}
          onClose={() => setDeploying(false)}
        />
      ) : null}
      <UndoBar done={done} onGone={() => setDone(null)} />
    </header>
  );
}
