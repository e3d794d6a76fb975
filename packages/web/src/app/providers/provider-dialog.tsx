import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ModelProvider } from 'signalbox/contract/access/providers';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/confirm-verb.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { change } from '../api.ts';
import { meQuery } from '../queries.ts';
import { mayIn, teamsFor } from '../rights.ts';
import { dialectWords, usualUrl, wishOf } from './provider-words.ts';

/** Adds a provider, or changes one: the key is kept where none is typed. */
export function ProviderDialog({ provider, onClose }: { provider: ModelProvider | null; onClose: () => void }) {
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const forAll = mayIn(me, 'model_provider.change', null);
  const teams = teamsFor(me, 'model_provider.change');
  const [dialect, setDialect] = useState<ModelProvider['dialect']>(provider?.dialect ?? 'openai');
  const [teamId, setTeamId] = useState(forAll ? '' : (teams[0]?.id ?? ''));
  const send = useMutation({
    mutationFn: (form: FormData) =>
      provider === null
        ? change('/providers', { ...wishOf(form), dialect, teamId: teamId === '' ? null : teamId })
        : change(`/providers/${provider.id}`, wishOf(form), 'PATCH'),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['access'] });
      onClose();
    },
  });
  return (
    <Modal title={provider === null ? 'Add a model provider' : `Change ${provider.name}`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(new FormData(event.currentTarget));
        }}
      >
        <Field label="Name" name="name" required maxLength={120} defaultValue={provider?.name} autoComplete="off" />
        {provider === null ? (
          <div className="flex flex-wrap gap-2">
            <Select
              label="Speaks"
              value={dialect}
              choices={Object.entries(dialectWords).map(([value, label]) => ({ value, label }))}
              onChange={(next) => setDialect(next as ModelProvider['dialect'])}
            />
            <Select
              label="For"
              value={teamId}
              choices={[
                ...(forAll ? [{ value: '', label: 'All teams' }] : []),
                ...teams.map((one) => ({ value: one.id, label: one.name })),
              ]}
              onChange={setTeamId}
            />
          </div>
        ) : null}
        <Field
          key={dialect}
          label="Address"
          name="baseUrl"
          type="url"
          required
          maxLength={500}
          defaultValue={provider?.baseUrl ?? usualUrl[dialect]}
          autoComplete="off"
          hint="What comes before /chat/completions, or /v1/messages. Models on this machine are fine"
        />
        <Field
          label="API key"
          name="apiKey"
          type="password"
          maxLength={1000}
          autoComplete="off"
          hint={
            provider?.hasKey
              ? 'Empty: the one that is kept. At another host it must be given again'
              : 'Kept sealed, never shown. Empty: the provider wants none'
          }
        />
        <TextArea
          label="Models"
          name="models"
          rows={2}
          defaultValue={provider?.models.join('\n')}
          hint="Offered in lists, one a line; others can be asked"
        />
        <Field
          label="Priced as"
          name="pricedAs"
          maxLength={60}
          defaultValue={provider?.pricedAs}
          autoComplete="off"
          hint="Whose prices hold: openai, anthropic …; empty: whoever has a model of that name"
        />
        <Refusal error={send.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={send.isPending}>
            {provider === null ? 'Add provider' : 'Change provider'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
