import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Agent, Deployment, Instance } from 'signalbox/contract/lifecycle';
import { By } from '../../../app/by.tsx';
import { Part } from '../../../ui/part.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { instanceWords } from '../model/instance-words.ts';
import { deploymentsQuery, instancesQuery } from '../release-queries.ts';

const wide = 'max-desk:hidden';

/** What runs where, since when and by whom; and whether instances have followed. */
export function RunsWhere({ agent }: { agent: Agent }) {
  const served = useQuery(deploymentsQuery(agent.id));
  const instances = useQuery(instancesQuery(agent.id));
  const items = served.data?.items ?? [];
  if (items.length === 0)
    return served.isSuccess ? (
      <Part title="What runs where">
        <p className="text-muted">
          Nothing is deployed here: what runs is known from telemetry alone, and cannot be rolled back from here.
        </p>
      </Part>
    ) : null;
  return (
    <Part title="What runs where">
      <table className="w-full max-w-4xl table-fixed border-collapse">
        <thead>
          <tr className="border-b border-line text-left">
            <th className="label w-[30%] py-1">Environment</th>
            <th className="label w-[22%]">Release</th>
            <th className="label w-[28%] desk:w-[18%]">Since</th>
            <th className={`label ${wide}`}>By</th>
            <th className="label">Instances</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <Row key={one.environment} of={one} instances={instances.data?.items} />
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Row({ of, instances }: { of: Deployment; instances: readonly Instance[] | undefined }) {
  const { words, lagging } = instanceWords(instances?.filter((one) => one.environment === of.environment));
  return (
    <tr className="h-8 border-b border-line align-top">
      <th scope="row" className="truncate py-1.5 pr-2 text-left font-normal">
        <SafeLine text={of.environment} max={80} />
      </th>
      <td className="py-1.5 pr-2 tabular-nums">
        <ReleaseLink of={of.release} />
        {of.candidate === null ? null : (
          <span className="block">
            <ReleaseLink of={of.candidate} /> {of.candidate.percent} %
          </span>
        )}
      </td>
      <td className="py-1.5 pr-2">
        <Time at={of.since} />
      </td>
      <td className={`truncate py-1.5 pr-2 ${wide}`} title={of.reason}>
        <By id={of.deployedBy} name={of.deployedByName} />
      </td>
      <td className={`py-1.5 ${lagging ? 'text-caution' : 'text-muted'}`}>{words}</td>
    </tr>
  );
}

const ReleaseLink = ({ of }: { of: { id: string; version: string } }) => (
  <Link
    to="/releases/$releaseId"
    params={{ releaseId: of.id }}
    className="inline-flex min-h-6 items-center text-accent hover:underline"
  >
    {of.version}
  </Link>
);
