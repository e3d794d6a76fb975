import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Prompt } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { teamsFor } from '../../../app/rights.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Select } from '../../../ui/select.tsx';
import { wordsOf } from '../model/words.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { PromptFields } from './prompt-fields.tsx';

const kinds: [Prompt['kind'], string, string][] = [
  ['chat', 'Chat', 'messages with roles, as chat models take them'],
  ['text', 'Text', 'one text; others can refer to it'],
];

/** A prompt without a version yet; its page opens to write the first. */
export function CreateDialog({ team, folder, onClose }: { team?: string; folder?: string; onClose: () => void }) {
  const navigate = useNavigate();
  const teams = teamsFor(useQuery(meQuery).data, 'prompt.write');
  const [teamId, setTeamId] = useState(teams.find((one) => one.id === team)?.id ?? teams[0]?.id ?? '');
  const [kind, setKind] = useState<Prompt['kind']>('chat');
  const create = usePromptVerb<Prompt>((made) => {
    onClose();
    void navigate({ to: '/prompts/$promptId', params: { promptId: made.id } });
  });
  const send = (form: FormData): void => {
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    const body = { name: text('name'), folder: text('folder'), tags: wordsOf(text('tags')), teamId, kind };
    create.mutate({ path: '/prompts', body });
  };
  return (
    <Modal title="Create a prompt" onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send(new FormData(event.currentTarget));
        }}
      >
        <PromptFields name="" folder={folder ?? ''} tags={[]} />
        {teams.length > 1 ? (
          <Select
            label="Team"
            value={teamId}
            choices={teams.map((one) => ({ value: one.id, label: one.name }))}
            onChange={setTeamId}
          />
        ) : null}
        <fieldset>
          <legend className="font-medium">Type</legend>
          {kinds.map(([value, label, about]) => (
            <label key={value} className="flex min-h-11 items-center gap-2 desk:min-h-7">
              <input
                type="radio"
                name="kind"
                className="size-4 accent-(--accent)"
                checked={kind === value}
                onChange={() => setKind(value)}
              />
              <span>
                {label} <span className="text-muted">{about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Refusal error={create.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={create.isPending || teamId === ''}>
            Create prompt
          </Button>
        </div>
      </form>
    </Modal>
  );
}
