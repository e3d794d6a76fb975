import { useQuery } from '@tanstack/react-query';
import type { Person } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Lamp } from '../../ui/lamp.tsx';
import { SafeLine } from '../../ui/safe-text.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { Time } from '../../ui/zone.tsx';
import { meQuery } from '../queries.ts';
import { mayIn } from '../rights.ts';
import { GrantList } from './grant-list.tsx';
import { DisableDialog } from './disable-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { usePersonVerbs } from './use-person-verbs.ts';

type Props = { person: Person; own: boolean; onDone: (done: Done) => void };

/** One person: who, how they sign in, as what, and what one can do about it. */
export function PersonRow({ person, own, onDone }: Props) {
  const me = useQuery(meQuery).data;
  const [asked, setAsked] = useState<'role' | 'reset' | 'disable' | null>(null);
  const { enable } = usePersonVerbs();
  const close = (): void => setAsked(null);
  const gone = person.disabledAt !== null;
  const may = (right: string): boolean => mayIn(me, right, null);
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line py-2 desk:grid-cols-[minmax(0,1fr)_minmax(0,1.3fr)_232px] desk:items-start">
      <div className="min-w-0">
        <p className="truncate font-medium">
          <SafeLine text={person.name} max={120} />
          {own ? <span className="font-normal text-muted"> (you)</span> : null}
        </p>
        <p className="truncate text-muted">
          <SafeLine text={person.email} max={254} />
        </p>
        <SignInState person={person} />
      </div>
      <GrantList person={person} onDone={onDone} />
      {me?.rights.includes('grant.create') === true || may('person.create') ? (
        <div className="flex flex-wrap gap-1.5 desk:justify-end">
          {gone ? (
            may('person.disable') ? (
              <Button
                aria-label={`Let in again: ${person.name}`}
                disabled={enable.isPending}
                onClick={() =>
                  enable.mutate(person.id, { onSuccess: () => onDone({ what: `${person.name} may sign in again.` }) })
                }
              >
                Let in again
              </Button>
            ) : null
          ) : (
            <>
              <Button aria-label={`Add role for ${person.name}`} onClick={() => setAsked('role')}>
                Add role
              </Button>
              {person.signsIn === 'here' && may('person.create') ? (
                <Button aria-label={`Sign-in of ${person.name}`} onClick={() => setAsked('reset')}>
                  Sign-in
                </Button>
              ) : null}
              {own || !may('person.disable') ? null : (
                <Button aria-label={`Disable ${person.name}`} onClick={() => setAsked('disable')}>
                  Disable
                </Button>
              )}
            </>
          )}
        </div>
      ) : null}
      {asked === 'role' ? <RoleDialog person={person} onClose={close} /> : null}
      {asked === 'reset' ? <ResetDialog person={person} onClose={close} /> : null}
      {asked === 'disable' ? <DisableDialog person={person} onClose={close} onDone={onDone} /> : null}
    </li>
  );
}

function SignInState({ person }: { person: Person }) {
  if (person.disabledAt !== null)
    return (
      <p className="flex items-center gap-1.5 text-meta text-muted">
        <Lamp aspect="dark" label="Disabled" /> Disabled since <Time at={person.disabledAt} />
      </p>
    );
  if (person.lockedOutAt !== null)
    return (
      <p className="flex items-center gap-1.5 text-meta text-muted">
        <Lamp aspect="dark" label="Refused" />{' '}
        <span>
          Refused by the identity provider since <Time at={person.lockedOutAt} />
        </span>
      </p>
    );
  const how = person.signsIn === 'provider' ? 'Through the identity provider' : 'Signs in here';
  const second =
    person.signsIn === 'provider' ? '' : person.secondFactor ? ', with an app' : ', without a second factor';
  return (
    <p className="text-meta text-muted">
      {how}
      {second}
    </p>
  );
}
