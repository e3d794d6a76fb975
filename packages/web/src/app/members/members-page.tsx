import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { UndoBar, type Done } from '../../ui/undo-bar.tsx';
import { peopleQuery } from '../access-queries.ts';
import { meQuery } from '../queries.ts';
import { mayIn } from '../rights.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { GlassDialog } from './glass-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonRow } from './person-row.tsx';
import { SignInRules } from './sign-in-rules.tsx';

/** Who may sign in, as what, and how. */
export function MembersPage() {
  const me = useQuery(meQuery);
  const rights = me.data?.rights ?? [];
  const people = useQuery({ ...peopleQuery, enabled: rights.includes('person.read') });
  // Rights may have ended while the list is still in memory.
  const shown = rights.includes('person.read') ? people.data : undefined;
  const [open, setOpen] = useState<'invite' | 'glass' | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const forget = useCallback(() => setDone(null), []);
  const close = (): void => setOpen(null);
  const may = (right: string): boolean => mayIn(me.data, right, null);
  const own = me.data?.person.id;
  return (
    <SettingsFrame title="Members">
      <div className="flex flex-wrap gap-2 py-3">
        {may('person.create') ? (
          <Button tone="primary" onClick={() => setOpen('invite')}>
            Invite a person
          </Button>
        ) : null}
        {rights.includes('glass.break') && !may('person.create') ? (
          <Button onClick={() => setOpen('glass')}>Break the glass</Button>
        ) : null}
      </div>
      {people.error ? <ErrorState error={people.error} onRetry={() => void people.refetch()} /> : null}
      {shown ? (
        <ul aria-label="People" className="border-t border-line">
          {shown.map((person) => (
            <PersonRow key={person.id} person={person} own={person.id === own} onDone={setDone} />
          ))}
        </ul>
      ) : null}
      {shown !== undefined && !mayIn(me.data, 'person.read', null) ? (
        <p className="py-4 text-muted">
          These are the people of your teams. Who has a role in the whole workspace, or in other teams alone, is not
          shown. An admin of the workspace invites people.
        </p>
      ) : null}
      {shown?.length === 1 && may('person.create') ? (
        <EmptyState title="You are alone here">
          <p>
            Invite who runs agents with you. Each person gets a role for the workspace or a team: an operator reads runs
            and makes keys, a viewer sees figures without text. The link you send works once.
          </p>
        </EmptyState>
      ) : null}
      {rights.includes('person.read') ? null : (
        <p className="py-6 text-prose text-muted">
          Only admins, compliance and auditors see who is here. In an emergency you can take admin for a while: it ends
          by itself, and compliance is told.
        </p>
      )}
      {may('setting.read') ? <SignInRules may={may('setting.change')} /> : null}
      {open === 'invite' ? <InviteDialog onClose={close} /> : null}
      {open === 'glass' ? <GlassDialog onClose={close} onDone={setDone} /> : null}
      <UndoBar done={done} onGone={forget} />
    </SettingsFrame>
  );
}
