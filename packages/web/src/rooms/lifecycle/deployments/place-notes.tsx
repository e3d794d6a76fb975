import { useQuery } from '@tanstack/react-query';
import type { Freeze } from 'signalbox/contract/lifecycle';
import { plural } from '../../../format/number.ts';
import { Lamp } from '../../../ui/lamp.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { comparisonQuery } from '../release-queries.ts';
import { Differences } from '../releases/differences.tsx';

/** What differs from what is served; the riskiest few. */
export function ServedDifferences({ base, head }: { base: string; head: string }) {
  const compared = useQuery(comparisonQuery(base, head));
  if (compared.data === undefined) return null;
  const { changes } = compared.data;
  return (
    <div>
      <Differences of={changes.slice(0, 4)} none="Nothing differs but their names." />
      {changes.length > 4 ? (
        <p className="border-t border-line pt-1.5">and {changes.length - 4} more differences</p>
      ) : null}
    </div>
  );
}

/** What stands in the way of a deployment now. */
export function Hindrances({
  frozen,
  missing,
  environment,
}: {
  frozen: Freeze[];
  missing: number;
  environment: string;
}) {
  return (
    <>
      {frozen.map((one) => (
        <p key={one.id} role="alert" className="flex gap-2">
          <span className="pt-1">
            <Lamp aspect="caution" label="" />
          </span>
          <span className="text-ink">
            Frozen until <Time at={one.until} />: <SafeLine text={one.reason} max={300} />. Two people can override it
            on the page of deployments; rolling back is open.
          </span>
        </p>
      ))}
      {missing === 0 ? null : (
        <p role="alert" className="flex gap-2">
          <span className="pt-1">
            <Lamp aspect="caution" label="" />
          </span>
          <span className="text-ink">
            {plural(missing, 'person', 'people')} more must sign it off for {environment}: on the page of the release.
          </span>
        </p>
      )}
    </>
  );
}
