import type { Person } from 'signalbox/contract/access';
import { ConfirmVerb } from '../../ui/confirm-verb.tsx';
import type { Done } from '../../ui/undo-bar.tsx';
import { usePersonVerbs } from './use-person-verbs.ts';

type Props = { person: Person; onClose: () => void; onDone: (done: Done) => void };

export function DisableDialog({ person, onClose, onDone }: Props) {
  const { disable, enable } = usePersonVerbs();
  const confirm = (reason: string): void =>
    disable.mutate(
      { id: person.id, reason },
      {
        onSuccess: () => {
          onDone({ what: `${person.name} is shut out.`, undo: () => enable.mutate(person.id) });
          onClose();
        },
      },
    );
  return (
    <ConfirmVerb
      title={`Disable ${person.name}`}
      verb="Disable"
      why
      busy={disable.isPending}
      error={disable.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>Every session of {person.email} ends at once, and unused links stop working.</p>
      <p>
        Keys and agents go on: agents of their teams and their service accounts are flagged in the ledger, so that they
        get another owner. What {person.name} did stays in the ledger. You can let them in again, with the same roles.
      </p>
    </ConfirmVerb>
  );
}
