import { useQuery } from '@tanstack/react-query';
import type { Me, Person } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/confirm-verb.tsx';
import { Modal } from '../../ui/modal.tsx';
import { meQuery } from '../queries.ts';
import { mayIn, teamsFor } from '../rights.ts';
import { noWish, RoleFields, wishOf } from './role-fields.tsx';
import { usePersonVerbs } from './use-person-verbs.ts';

/** Where a role can be given first: the workspace, or the first team. */
const firstPlace = (me: Me | undefined): string =>
  mayIn(me, 'grant.create', null) ? '' : (teamsFor(me, 'grant.create')[0]?.id ?? '');

export function RoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const me = useQuery(meQuery).data;
  const [wish, setWish] = useState(() => ({ ...noWish, teamId: firstPlace(me) }));
  const { grant } = usePersonVerbs();
  return (
    <Modal title={`Add a role for ${person.name}`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          grant.mutate({ personId: person.id, ...wishOf(wish) }, { onSuccess: onClose });
        }}
      >
        <RoleFields wish={wish} onWish={setWish} />
        <Refusal error={grant.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={grant.isPending}>
            Add role
          </Button>
        </div>
      </form>
    </Modal>
  );
}
