import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreatedPerson } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/confirm-verb.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { change } from '../api.ts';
import { LinkShown } from './link-shown.tsx';
import { noWish, RoleFields, wishOf } from './role-fields.tsx';

/** A person with a first role, and their link. What was made stays made: a role that is refused can be given from the list. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [wish, setWish] = useState(noWish);
  const [made, setMade] = useState<CreatedPerson | null>(null);
  const invite = useMutation({
    mutationFn: async (form: FormData) => {
      const person = { name: form.get('name'), email: form.get('email') };
      const created = made ?? (await change<CreatedPerson>('/people', person));
      setMade(created);
      await change('/grants', { personId: created.person.id, ...wishOf(wish) });
      return created;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['access'] }),
  });
  if (invite.data)
    return (
      <Modal title={`${invite.data.person.name} is invited`} onClose={onClose}>
        <LinkShown url={invite.data.signInUrl} name={invite.data.person.name} />
      </Modal>
    );
  return (
    <Modal title="Invite a person" onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate(new FormData(event.currentTarget));
        }}
      >
        <Field label="Name" name="name" required maxLength={120} readOnly={made !== null} autoComplete="off" />
        <Field label="E-mail" name="email" type="email" required readOnly={made !== null} autoComplete="off" />
        <RoleFields wish={wish} onWish={setWish} />
        <Refusal error={invite.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={invite.isPending}>
            Invite
          </Button>
        </div>
      </form>
    </Modal>
  );
}
