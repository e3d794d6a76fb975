import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FailurePage } from 'signalbox/contract/monitoring/failures';
import type { ReactNode } from 'react';
import { shortRunId } from '../../../format/id.ts';
import { count, plural, unknown } from '../../../format/number.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Inspector } from '../../../ui/inspector.tsx';
import { Part } from '../../../ui/part.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Sparkline } from '../../../ui/sparkline.tsx';
import { Stat, Stats } from '../../../ui/stat.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { Time } from '../../../ui/zone.tsx';
import { FailureVerbs } from './failure-verbs.tsx';
import { failureQuery } from './queries.ts';
import { Standing } from './standing.tsx';
import { classes, messageOf, whereOf } from './words.ts';
import { shortRelease } from '../../../format/id.ts';

type Props = {
  id: string;
  bounds: { from?: string; to?: string };
  onClose: () => void;
  onDone: (done: Done) => void;
};

/** A failure beside the list: what it is, whom it met, since when, what is said of it, and runs that have it. */
export function FailurePeek({ id, bounds, onClose, onDone }: Props) {
  const query = useQuery(failureQuery(id, bounds));
  const page = query.data;
  return (
    <Inspector label="Failure" title={page ? classes[page.failure.class] : 'Failure'} onClose={onClose}>
      {page === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={8} label="Loading failure" />
        )
      ) : (
        <div className="flex flex-col gap-4 px-4 py-3">
          <p className="mono [overflow-wrap:anywhere]">
            <SafeLine text={messageOf(page.failure)} max={2000} />
          </p>
          <Standing of={page.failure.standing} />
          {page.may.change ? <FailureVerbs failure={page.failure} onDone={onDone} /> : null}
          <Figures page={page} />
          <Releases of={page.releases} />
          <Samples of={page.samples} />
        </div>
      )}
    </Inspector>
  );
}

function Figures({ page: { failure } }: { page: FailurePage }) {
  return (
    <>
      <Sparkline values={failure.points} label={`${plural(failure.count, 'occurrence')} over time`} />
      <Stats>
        <Stat label="Occurrences" value={count(failure.count)} note={`in ${plural(failure.runs, 'run')}`} />
        <Stat label="Runs failed" value={count(failure.failedRuns)} note="the others went on" />
        <Stat label="Users" value={known(failure.users)} reason="No run told its user" />
        <Stat label="Conversations" value={known(failure.conversations)} reason="No run told its conversation" />
      </Stats>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Fact name="Agent">
          <SafeLine text={failure.agent} max={120} />
        </Fact>
        <Fact name="Where">
          <SafeLine text={whereOf(failure.locus)} max={200} />
        </Fact>
        <Fact name="First seen">
          <Time at={failure.firstSeenAt} full />
        </Fact>
        <Fact name="Last seen">
          <Time at={failure.lastSeenAt} full />
        </Fact>
        <Fact name="Began in">
          {failure.firstRelease === null ? (
            'No release told'
          ) : (
            <SafeLine text={shortRelease(failure.firstRelease)} max={120} />
          )}
        </Fact>
        <Fact name="Environments">
          {failure.environments.length === 0 ? unknown : <SafeLine text={failure.environments.join(', ')} max={200} />}
        </Fact>
      </dl>
    </>
  );
}

const known = (n: number | null): string | null => (n === null ? null : count(n));

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
  </>
);

function Releases({ of }: { of: FailurePage['releases'] }) {
  if (of.length === 0) return null;
  return (
    <Part title="By release">
      <ul className="flex flex-col gap-1">
        {of.map((one) => (
          <li key={one.release ?? ''} className="flex items-baseline gap-3">
            <span className="min-w-0 flex-1 truncate">
              {one.release === null ? 'No release told' : <SafeLine text={shortRelease(one.release)} max={80} />}
            </span>
            <span className="tabular-nums">{count(one.count)}</span>
            <span className="text-muted">
              <Time at={one.lastSeenAt} />
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Samples({ of }: { of: FailurePage['samples'] }) {
  return (
    <Part title="Latest runs">
      {of.length === 0 ? <p className="text-muted">None in this time.</p> : null}
      <ul className="flex flex-col gap-3">
        {of.map((one) => (
          <li key={one.runId}>
            <div className="flex min-h-11 items-center gap-3 desk:min-h-6">
              <Link
                to="/runs/$runId"
                params={{ runId: one.runId }}
                search={{ step: one.spanId }}
                className="mono min-w-0 flex-1 truncate text-accent hover:underline"
              >
                {shortRunId(one.runId)}
              </Link>
              <span className="text-muted">{one.runFailed ? 'Run failed' : 'Run went on'}</span>
              <Time at={one.startedAt} />
            </div>
            {one.message === null ? null : (
              <p className="line-clamp-3 text-muted [overflow-wrap:anywhere]">
                <SafeLine text={one.message} max={600} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}
