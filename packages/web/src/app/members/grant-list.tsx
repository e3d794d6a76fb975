import { useQuery } from '@tanstack/react-query';
import type { Grant, Person } from 'signalbox/contract/access';
import { useState } from 'react';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Lamp } from '../../ui/lamp.tsx';
import { SafeLine } from '../../ui/safe-text.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { Time } from '../../ui/zone.tsx';
import { meQuery } from '../queries.ts';
import { mayIn } from '../rights.ts';
import { grantWords } from './role-words.ts';
import { usePersonVerbs } from './use-person-verbs.ts';
import { useTeams } from './use-teams.ts';

type Props = { person: Person; onDone: (done: Done) => void };

/** The roles of a person; what groups of the provider give is taken back there, not here. */
export function GrantList({ person, onDone }: Props) {
  const me = useQuery(meQuery).data;
  const { teamName } = useTeams();
  const { grant: give, revoke } = usePersonVerbs();
  const [asked, setAsked] = useState<Grant | null>(null);
  const out = person.disabledAt !== null || person.lockedOutAt !== null;
  if (person.grants.length === 0)
    return <p className="text-muted">{out ? 'No role' : 'No role: signs in, and sees nothing.'}</p>;
  const words = (grant: Grant): string => grantWords(grant, teamName);
  const takeBack = (grant: Grant): void => {
    const { personId, role, teamId, agentId, environment, until } = grant;
    const undo = () => give.mutate({ personId, role, teamId, agentId, environment, until });
    revoke.mutate(grant.id, {
      onSuccess: () => {
        setAsked(null);
        // Broken glass is not mended: who needs it breaks it again, with a reason.
        onDone({
          what: `${person.name} is no longer ${words(grant)}.`,
          undo: grant.source === 'person' ? undo : undefined,
        });
      },
    });
  };
  return (
    <ul aria-label={`Roles of ${person.name}`} className="flex min-w-0 flex-col gap-0.5">
      {person.grants.map((grant) => (
        <li key={grant.id} className="flex min-h-7 min-w-0 flex-wrap items-center gap-x-1.5">
          {grant.source === 'emergency' ? <Lamp aspect="caution" label="Emergency" /> : null}
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <SafeLine text={words(grant)} max={200} />
          </span>
          {grant.until === null ? null : (
            <span className="text-meta text-muted">
              until <Time at={grant.until} />
            </span>
          )}
          {grant.source === 'provider' ? <span className="text-meta text-muted">by group</span> : null}
          {mayIn(me, 'grant.revoke', grant.teamId) && grant.source !== 'provider' ? (
            <button
              type="button"
              aria-label={`Take back: ${words(grant)}, of ${person.name}`}
              title="Take this role back"
              onClick={() => setAsked(grant)}
              className="grid size-11 place-items-center rounded-control text-muted hover:bg-sunk hover:text-ink desk:size-6"
            >
              <Icon name="close" />
            </button>
          ) : null}
          {grant.source === 'emergency' && grant.reason !== null ? (
            <span className="w-full pb-1 text-meta text-muted [overflow-wrap:anywhere]">
              glass broken: <SafeLine text={grant.reason} max={500} />
            </span>
          ) : null}
        </li>
      ))}
      {asked === null ? null : (
        <ConfirmVerb
          title={`Take a role from ${person.name}`}
          verb="Take back"
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => takeBack(asked)}
          onClose={() => setAsked(null)}
        >
          <p>
            {person.name} is no longer <span className="text-ink">{words(asked)}</span>, from their next request on.
            {asked.source === 'person' ? ' You can undo it.' : ''}
          </p>
        </ConfirmVerb>
      )}
    </ul>
  );
}
