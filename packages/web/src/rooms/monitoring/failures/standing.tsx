import type { FailureStanding } from 'signalbox/contract/monitoring/failures';
import { usePeopleNames } from '../../../app/use-people-names.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { StandingMark } from './standing-mark.tsx';

/** What is said of it: state, since when, by whom, why, and who looks after it. */
export function Standing({ of: standing }: { of: FailureStanding }) {
  const nameOf = usePeopleNames();
  const { at, byId, until, release, reason, assigneeId, state } = standing;
  const by = byId === null || byId === 'monitoring.failures' ? null : nameOf(byId);
  return (
    <div className="flex flex-col gap-1">
      <p>
        <StandingMark of={standing} />
        {until === null || state !== 'muted' ? null : (
          <>
            {' '}
            until <Time at={until} full />
          </>
        )}
        {release === null ? null : (
          <>
            , last in release <SafeLine text={release} max={80} />
          </>
        )}
        {at === null ? null : (
          <span className="text-muted">
            {state === 'regressed' ? ', seen again ' : ', '}
            <Time at={at} full />
            {by === null ? null : <> by {by}</>}
          </span>
        )}
      </p>
      {reason === null ? null : (
        <p className="text-muted [overflow-wrap:anywhere]">
          <SafeLine text={reason} max={500} />
        </p>
      )}
      <p className="text-muted">{assigneeId === null ? 'Assigned to nobody' : `Assigned to ${nameOf(assigneeId)}`}</p>
    </div>
  );
}
