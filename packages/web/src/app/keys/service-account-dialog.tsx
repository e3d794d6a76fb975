import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ServiceAccount } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/confirm-verb.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Select } from '../../ui/select.tsx';
import { change } from '../api.ts';
import { meQuery } from '../queries.ts';
import { teamsFor } from '../rights.ts';

type Props = {
  /** null = a new one. */
  account: ServiceAccount | null;
  owners: readonly { id: string; name: string }[];
  onClose: () => void;
};

/** A new service account, or another end and owner of one. */
export function ServiceAccountDialog({ account, owners, onClose }: Props) {
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const teams = teamsFor(me, 'service_account.create');
  const [teamId, setTeamId] = useState(account?.teamId ?? teams[0]?.id ?? '');
  const known = owners.some((one) => one.id === account?.ownerId) ? account?.ownerId : undefined;
  const [ownerId, setOwnerId] = useState(known ?? owners[0]?.id ?? '');
  const [inThreeMonths] = useState(() => new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10));
  const save = useMutation({
    mutationFn: (form: FormData) => {
      const expiresAt = `${String(form.get('until'))}T23:59:59.999Z`;
      if (account !== null) return change(`/service-accounts/${account.id}/renew`, { ownerId, expiresAt });
      return change('/service-accounts', { name: form.get('name'), teamId, ownerId, expiresAt });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access'] });
      onClose();
    },
  });
  return (
    <Modal title={account === null ? 'Make a service account' : `Renew ${account.name}`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(new FormData(event.currentTarget));
        }}
      >
        {account === null ? (
          <>
            <Field label="Name" name="name" required maxLength={120} autoComplete="off" />
            <Select
              label="Team"
              value={teamId}
              choices={teams.map((team) => ({ value: team.id, label: team.name }))}
              onChange={setTeamId}
            />
          </>
        ) : null}
        <div className="flex flex-col items-start gap-1">
          <p className="font-medium">Owner</p>
          <Select
            label="Owner"
            value={ownerId}
            choices={owners.map((one) => ({ value: one.id, label: one.name }))}
            onChange={setOwnerId}
          />
          <p className="text-meta text-muted">Answers for it. When they leave, it is flagged.</p>
        </div>
        <Field
          label="Last day"
          name="until"
          type="date"
          required
          hint="At most a year from now"
          defaultValue={inThreeMonths}
        />
        <Refusal error={save.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={save.isPending}>
            {account === null ? 'Make service account' : 'Renew'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
