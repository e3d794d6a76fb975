import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/confirm-verb.tsx';
import { Modal } from '../../ui/modal.tsx';
import { change } from '../api.ts';
import { LinkShown } from './link-shown.tsx';

/** A new link; or, for who is locked out or whose password may be known, a new start. */
export function ResetDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const client = useQueryClient();
  const [secondFactor, setSecondFactor] = useState(false);
  const made = useMutation({
    mutationFn: (whole: boolean) =>
      whole
        ? change<{ signInUrl: string }>(`/people/${person.id}/reset-sign-in`, { secondFactor })
        : change<{ signInUrl: string }>(`/people/${person.id}/sign-in-link`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['access'] }),
  });
  if (made.data)
    return (
      <Modal title={`A link for ${person.name}`} onClose={onClose}>
        <LinkShown url={made.data.signInUrl} name={person.name} />
      </Modal>
    );
  return (
    <Modal title={`Sign-in of ${person.name}`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-col items-start gap-2">
          <p className="text-muted">A link beside what they have: it works once, for 15 minutes.</p>
          <Button disabled={made.isPending} onClick={() => made.mutate(false)}>
            Make a link
          </Button>
        </div>
        <div className="flex flex-col items-start gap-2 border-t border-line pt-4">
          <p className="text-muted">
            A new start, for a lost phone or a password that others may know: every session ends, password and unused
            links are forgotten. This cannot be undone.
          </p>
          {person.secondFactor ? (
            <label className="flex min-h-11 items-center gap-2 desk:min-h-7">
              <input
                type="checkbox"
                className="size-4 accent-(--accent)"
                checked={secondFactor}
                onChange={(event) => setSecondFactor(event.target.checked)}
              />
              Remove their authenticator app too
            </label>
          ) : null}
          <Button disabled={made.isPending} onClick={() => made.mutate(true)}>
            Reset and make a link
          </Button>
        </div>
        <Refusal error={made.error} />
      </div>
    </Modal>
  );
}
