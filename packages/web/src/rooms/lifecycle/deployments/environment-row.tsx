import { Link } from '@tanstack/react-router';
import type { Deployment, Freeze } from 'signalbox/contract/lifecycle';
import { By } from '../../../app/by.tsx';
import { Button } from '../../../ui/button.tsx';
import { Lamp } from '../../../ui/lamp.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { agreedBy, overridesNeeded, type Place } from '../model/freeze-words.ts';

export type PlaceVerb = 'deploy' | 'roll-back' | 'promote';
type Props = {
  at: Deployment;
  place: Place;
  frozen: readonly Freeze[];
  alive: number | null;
  person: (id: string) => string;
  may: { change: boolean; back: boolean; override: boolean };
  me: string | undefined;
  onVerb: (verb: PlaceVerb) => void;
  onOverride: (freeze: Freeze) => void;
};

/** What one environment serves, since when and by whom; what one can do about it. */
export function EnvironmentRow(props: Props) {
  const { at, alive, may, onVerb } = props;
  const { environment, candidate, past } = at;
  const target = candidate === null ? past[0]?.version : at.release.version;
  return (
    <li className="flex flex-col gap-1 border-t border-line py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="w-full truncate font-medium desk:w-32 desk:shrink-0">
          <SafeLine text={environment} max={80} />
        </h3>
        <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-4">
          <ReleaseLink of={at.release} />
          {candidate === null ? null : (
            <span>
              <ReleaseLink of={candidate} /> <span className="tabular-nums">{candidate.percent} %</span>
            </span>
          )}
          <span className="text-muted">
            since <Time at={at.since} /> · <By id={at.deployedBy} name={at.deployedByName} />
            {alive === null || alive === 0 ? '' : ` · ${alive} alive`}
          </span>
        </span>
        <span className="flex flex-wrap gap-1.5">
          {may.back && target !== undefined ? (
            <Button onClick={() => onVerb('roll-back')}>Roll back to {target}</Button>
          ) : null}
          {may.change ? (
            <>
              <Button onClick={() => onVerb('promote')} aria-label={`Promote from ${environment}`}>
                Promote
              </Button>
              <Button onClick={() => onVerb('deploy')} aria-label={`Deploy to ${environment}`}>
                Deploy
              </Button>
            </>
          ) : null}
        </span>
      </div>
      <p className="text-muted [overflow-wrap:anywhere] desk:pl-36">
        <SafeLine text={at.reason} max={400} />
      </p>
      {props.frozen.map((one) => (
        <FreezeLine key={one.id} freeze={one} {...props} />
      ))}
    </li>
  );
}

function FreezeLine({ freeze, place, person, may, me, onOverride }: Props & { freeze: Freeze }) {
  const agreed = agreedBy(freeze, place);
  return (
    <div role="status" className="grid grid-cols-[14px_1fr] items-center gap-x-2 gap-y-1 desk:flex desk:pl-36">
      <Lamp aspect="caution" label="" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        Frozen until <Time at={freeze.until} />: <SafeLine text={freeze.reason} max={300} />
        <span className="text-muted">
          {' '}
          · by <SafeLine text={person(freeze.ownerId)} max={60} />
          {agreed.length === 0
            ? ''
            : ` · ${agreed.length} of ${overridesNeeded} agreed to override: ${agreed.map(person).join(', ')}`}
        </span>
      </span>
      {may.override && (me === undefined || !agreed.includes(me)) ? (
        <span className="max-desk:col-start-2">
          <Button onClick={() => onOverride(freeze)}>Override</Button>
        </span>
      ) : null}
    </div>
  );
}

const ReleaseLink = ({ of }: { of: { id: string; version: string } }) => (
  <Link
    to="/releases/$releaseId"
    params={{ releaseId: of.id }}
    className="font-medium tabular-nums text-accent hover:underline"
  >
    {of.version}
  </Link>
);
