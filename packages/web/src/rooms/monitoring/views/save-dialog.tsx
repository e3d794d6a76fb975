import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedView } from 'signalbox/contract/monitoring/views';
import { useState } from 'react';
import { change } from '../../../app/api.ts';
import { meQuery } from '../../../app/queries.ts';
import { teamsFor } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Select } from '../../../ui/select.tsx';
import { savedViewsQuery } from '../queries.ts';

type Props = { page: SavedView['page']; search: string; onClose: () => void };

/** Keeps the list as it stands under a name, for oneself or for a team. */
export function SaveDialog({ page, search, onClose }: Props) {
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const [team, setTeam] = useState('');
  const save = useMutation({
    mutationFn: (name: string) => change<SavedView>('/saved-views', { name, page, search, teamId: team || null }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
      onClose();
    },
  });
  const teams = teamsFor(me.data, 'dashboard.change');
  return (
    <Modal title="Save view" onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(String(new FormData(event.currentTarget).get('name')));
        }}
      >
        <Field label="Name" name="name" required maxLength={80} autoComplete="off" autoFocus />
        {teams.length === 0 ? null : (
          <Labelled label="For">
            <Select
              label="For"
              plain
              value={team}
              choices={[{ value: '', label: 'Only me' }, ...teams.map((t) => ({ value: t.id, label: t.name }))]}
              onChange={setTeam}
            />
          </Labelled>
        )}
        {save.error ? <Refusal error={save.error} /> : null}
        <div className="flex justify-end">
          <Button type="submit" tone="primary" disabled={save.isPending}>
            Save view
          </Button>
        </div>
      </form>
    </Modal>
  );
}
