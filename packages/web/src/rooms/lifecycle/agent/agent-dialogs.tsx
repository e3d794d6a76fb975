import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Agent, NameChange } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { change } from '../../../app/api.ts';
import { peopleQuery } from '../../../app/access-queries.ts';
import { meQuery } from '../../../app/queries.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { agentsQuery } from '../queries.ts';
import { NameVerbDialog } from './name-verb-dialog.tsx';

export type AgentVerb = 'rename' | 'merge' | 'ignore' | 'owner';
type Props = { agent: Agent; onDone: (made: NameChange) => void; onClose: () => void };

export function RenameDialog({ agent, onDone, onClose }: Props) {
  const [name, setName] = useState(agent.name);
  const wanted = name.trim();
  const act = wanted === '' || wanted === agent.name ? null : { path: `/${agent.id}/rename`, body: { name: wanted } };
  return (
    <NameVerbDialog title={`Rename ${agent.name}`} verb="Rename" {...{ act, onDone, onClose }}>
      <Field label="Name" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
    </NameVerbDialog>
  );
}

export function MergeDialog({ agent, onDone, onClose }: Props) {
  const [into, setInto] = useState('');
  const others = useQuery(agentsQuery({ team: agent.teamId, range: '30d' }, { sort: 'name' }));
  const choices = (others.data?.items ?? []).filter((one) => one.id !== agent.id);
  const act = into === '' ? null : { path: `/${agent.id}/merge`, body: { into } };
  return (
    <NameVerbDialog title={`Merge ${agent.name} into another agent`} verb="Merge" {...{ act, onDone, onClose }}>
      {others.isSuccess && choices.length === 0 ? (
        <p>{agent.teamName} has no other agent. Agents of two teams are not merged.</p>
      ) : (
        <Select
          label="Merge into"
          value={into}
          choices={[
            { value: '', label: 'Choose the agent that remains' },
            ...choices.map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={setInto}
        />
      )}
    </NameVerbDialog>
  );
}

export function IgnoreDialog({ agent, onDone, onClose }: Props) {
  const act = { path: '/names/ignore', body: { teamId: agent.teamId, name: agent.key } };
  return (
    <NameVerbDialog title={`${agent.name} is not an agent`} verb="Ignore this name" {...{ act, onDone, onClose }}>
      <p>For steps of a framework that call themselves agents.</p>
    </NameVerbDialog>
  );
}

export function OwnerDialog({
  agent,
  onDone,
  onClose,
}: {
  agent: Agent;
  onDone: (done: Done) => void;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const people = useQuery({ ...peopleQuery, enabled: me.data?.rights.includes('person.read') === true });
  const own = me.data?.person;
  const [personId, setPersonId] = useState(agent.owner?.id ?? own?.id ?? '');
  const name = useMutation({
    mutationFn: (id: string | null) => change(`/agents/${agent.id}/owner`, { personId: id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
  const known = people.data?.filter((one) => one.disabledAt === null) ?? (own ? [own] : []);
  const confirm = (): void =>
    name.mutate(personId || null, {
      onSuccess: () => {
        const now = known.find((one) => one.id === personId)?.name;
        const what = now === undefined ? `${agent.name} has no owner.` : `${now} owns ${agent.name}.`;
        onDone({ what, undo: () => name.mutate(agent.owner?.id ?? null) });
        onClose();
      },
    });
  return (
    <ConfirmVerb
      title={`Who owns ${agent.name}?`}
      verb="Name owner"
      busy={name.isPending}
      error={name.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>The owner answers for it: they are asked when it fails, and told when its team loses somebody.</p>
      <Select
        label="Owner"
        value={personId}
        choices={[{ value: '', label: 'Nobody' }, ...known.map((one) => ({ value: one.id, label: one.name }))]}
        onChange={setPersonId}
      />
    </ConfirmVerb>
  );
}
