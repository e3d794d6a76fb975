import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CreatedKey, Key } from 'signalbox/contract/access';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/confirm-verb.tsx';
import { CopyBlock } from '../../ui/copy-button.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Select } from '../../ui/select.tsx';
import { serviceAccountsQuery } from '../access-queries.ts';
import { change } from '../api.ts';
import { meQuery } from '../queries.ts';
import { teamsFor } from '../rights.ts';
import { ContentModeField } from './content-mode-field.tsx';
import { OriginsField } from './origins-field.tsx';
import { originsIn } from './origins-in.ts';
import { scopeAbout, scopeNames } from './scope-words.ts';

/** A key, and its secret: shown here and never again. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const teams = teamsFor(me, 'key.create');
  const accounts = useQuery(serviceAccountsQuery);
  const [teamId, setTeamId] = useState(teams[0]?.id ?? '');
  const [account, setAccount] = useState('');
  const [scopes, setScopes] = useState<Key['scopes']>(['ingest']);
  const [contentMode, setContentMode] = useState<Key['contentMode']>('keep');
  const make = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string): string | null => String(form.get(name) ?? '').trim() || null;
      const until = text('until');
      return change<CreatedKey>('/keys', {
        ...{ name: text('name'), teamId, scopes, agent: text('agent'), environment: text('environment') },
        expiresAt: until === null ? null : `${until}T23:59:59.999Z`,
        serviceAccountId: account === '' ? null : account,
        contentMode,
        origins: originsIn(text('origins') ?? ''),
      });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['access'] }),
  });
  if (make.data)
    return (
      <Modal title={`${make.data.key.name} is made`} onClose={onClose}>
        <p className="pb-2 text-muted">Copy it now: it is not kept, and not shown again.</p>
        <CopyBlock text={make.data.secret} label="Key" />
      </Modal>
    );
  const open = (accounts.data ?? []).filter((one) => one.teamId === teamId && one.disabledAt === null);
  return (
    <Modal title="Make a key" onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(new FormData(event.currentTarget));
        }}
      >
        <Field label="Name" name="name" required maxLength={120} hint="Where it will be used" autoComplete="off" />
        <div className="flex flex-wrap gap-2">
          <Select
            label="Team"
            value={teamId}
            choices={teams.map((team) => ({ value: team.id, label: team.name }))}
            onChange={(next) => {
              setTeamId(next);
              setAccount('');
            }}
          />
          {open.length > 0 ? (
            <Select
              label="Service account"
              value={account}
              choices={[
                { value: '', label: 'No service account' },
                ...open.map((one) => ({ value: one.id, label: one.name })),
              ]}
              onChange={setAccount}
            />
          ) : null}
        </div>
        <fieldset>
          <legend className="font-medium">May</legend>
          {scopeNames.map((scope) => (
            <label key={scope} className="flex min-h-11 items-center gap-2 desk:min-h-7">
              <input
                type="checkbox"
                className="size-4 accent-(--accent)"
                checked={scopes.includes(scope)}
                onChange={(event) =>
                  setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
                }
              />
              <span>
                {scope} <span className="text-muted">{scopeAbout[scope]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {scopes.includes('ingest') ? <ContentModeField value={contentMode} onChange={setContentMode} /> : null}
        <Field label="Only this agent" name="agent" hint="Empty: every agent of the team" maxLength={400} />
        <Field label="Only this environment" name="environment" hint="Empty: every environment" maxLength={120} />
        {scopes.includes('feedback') ? <OriginsField /> : null}
        <Field label="Last day" name="until" type="date" hint="Empty: does not end by itself" />
        <Refusal error={make.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={make.isPending || scopes.length === 0 || teamId === ''}>
            Make key
          </Button>
        </div>
      </form>
    </Modal>
  );
}
