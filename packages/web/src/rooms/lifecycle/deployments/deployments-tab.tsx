import { useQuery } from '@tanstack/react-query';
import type { Agent, Deployment, Freeze } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { usePeopleNames } from '../../../app/use-people-names.ts';
import { shortId } from '../../../format/id.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Part } from '../../../ui/part.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { useNow } from '../../../ui/zone.tsx';
import { freezesOver } from '../model/freeze-words.ts';
import { deploymentsQuery, freezesQuery, instancesQuery, releasesQuery } from '../release-queries.ts';
import { DeployDialog } from './deploy-dialog.tsx';
import { EnvironmentRow, type PlaceVerb } from './environment-row.tsx';
import { OverrideDialog, PromoteDialog, RollBackDialog } from './place-dialogs.tsx';
import { Planned } from './planned.tsx';
import { Timeline } from './timeline.tsx';

type Open = { verb: PlaceVerb; at: Deployment } | { freeze: Freeze; at: Deployment } | 'first' | null;

/** What each environment serves, what is to come, and how it came to that. */
export function DeploymentsTab({
  agent,
  env,
  onDone,
}: {
  agent: Agent;
  env: string | undefined;
  onDone: (done: Done) => void;
}) {
  const me = useQuery(meQuery);
  const list = useQuery(deploymentsQuery(agent.id));
  const releases = useQuery(releasesQuery(agent.id));
  const freezes = useQuery(freezesQuery).data?.items ?? [];
  const instances = useQuery(instancesQuery(agent.id));
  const person = usePeopleNames();
  const now = useNow(30_000).getTime();
  const [open, setOpen] = useState<Open>(null);
  if (list.isPending) return <Skeleton rows={8} label="Loading deployments" />;
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const inScope = <Row extends { environment: string }>(rows: readonly Row[]): Row[] =>
    rows.filter((one) => env === undefined || one.environment === env);
  const [served, changes, scheduled] = [
    inScope(list.data.items),
    inScope(list.data.changes),
    inScope(list.data.scheduled),
  ];
  const may = {
    change: mayIn(me.data, 'deployment.change', agent.teamId),
    back: mayIn(me.data, 'deployment.roll_back', agent.teamId),
    override: mayIn(me.data, 'freeze.override', agent.teamId),
  };
  const version = (id: string): string => releases.data?.items.find((one) => one.id === id)?.version ?? shortId(id);
  const placeOf = ({ environment }: Deployment) => ({ teamId: agent.teamId, agentId: agent.id, environment });
  const alive = (environment: string): number | null =>
    instances.data?.items.filter((one) => one.environment === environment && one.state === 'alive').length ?? null;
  const close = (): void => setOpen(null);
  const hasRelease = (releases.data?.items.length ?? 0) > 0;
  return (
    <div className="flex flex-col gap-6 px-4 pb-12 pt-4">
      {served.length === 0 && changes.length === 0 ? (
        <EmptyState title="Nothing is deployed yet">
          <p>
            An environment serves one release of the agent, and perhaps a second for a share. Agents ask which one they
            are and learn of a change within seconds; rolling back takes one action.
          </p>
          {hasRelease ? null : <p>First make a release, in the tab before this one.</p>}
          {may.change && hasRelease ? (
            <Button tone="primary" onClick={() => setOpen('first')}>
              Deploy a release
            </Button>
          ) : null}
        </EmptyState>
      ) : (
        <Part
          title="Served now"
          end={may.change ? <Button onClick={() => setOpen('first')}>Deploy elsewhere</Button> : null}
        >
          <ul>
            {served.map((at) => (
              <EnvironmentRow
                key={at.environment}
                at={at}
                place={placeOf(at)}
                frozen={freezesOver(freezes, placeOf(at), now)}
                alive={alive(at.environment)}
                person={person}
                may={may}
                me={me.data?.person.id}
                onVerb={(verb) => setOpen({ verb, at })}
                onOverride={(freeze) => setOpen({ freeze, at })}
              />
            ))}
          </ul>
        </Part>
      )}
      <Planned of={scheduled} version={version} mayCancel={may.change} />
      {changes.length === 0 ? null : (
        <Part title="What was changed">
          <Timeline of={changes} version={version} />
        </Part>
      )}
      <Dialogs open={open} agent={agent} onDone={onDone} onClose={close} />
    </div>
  );
}

type DialogProps = { open: Open; agent: Agent; onDone: (done: Done) => void; onClose: () => void };

function Dialogs({ open, ...props }: DialogProps) {
  if (open === null) return null;
  if (open === 'first') return <DeployDialog {...props} />;
  if ('freeze' in open) return <OverrideDialog {...props} freeze={open.freeze} environment={open.at.environment} />;
  if (open.verb === 'deploy') return <DeployDialog {...props} environment={open.at.environment} />;
  if (open.verb === 'promote') return <PromoteDialog {...props} at={open.at} />;
  return <RollBackDialog {...props} at={open.at} />;
}
