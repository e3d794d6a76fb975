import { useNavigate } from '@tanstack/react-router';
import type { Prompt, PromptDetail } from 'signalbox/contract/prompts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmVerb, Refusal } from '../../../ui/confirm-verb.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { PromptFields } from '../list/prompt-fields.tsx';
import { wordsOf } from '../model/words.ts';
import { promptPath } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';

type Props = { prompt: PromptDetail; onClose: () => void };

export function ChangeDialog({ prompt, onClose }: Props) {
  const alter = usePromptVerb<Prompt>(onClose);
  return (
    <Modal title={`Rename, move, tag ${prompt.name}`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const text = (name: string): string => String(form.get(name) ?? '').trim();
          const body = { name: text('name'), folder: text('folder'), tags: wordsOf(text('tags')) };
          alter.mutate({ path: promptPath(prompt.id), method: 'PATCH', body });
        }}
      >
        <PromptFields name={prompt.name} folder={prompt.folder} tags={prompt.tags} />
        <p className="text-muted">
          The name it has now goes on working for agents. Another folder may have another review rule.
        </p>
        <Refusal error={alter.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={alter.isPending}>
            Change prompt
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export function ArchiveDialog({ prompt, onClose }: Props) {
  const navigate = useNavigate();
  const archive = usePromptVerb(() => void navigate({ to: '/prompts' }));
  return (
    <ConfirmVerb
      title={`Archive ${prompt.name}?`}
      verb="Archive"
      why
      busy={archive.isPending}
      error={archive.error}
      onConfirm={(reason) => archive.mutate({ path: `${promptPath(prompt.id)}/archive`, body: { reason } })}
      onClose={onClose}
    >
      <p>
        It leaves the lists and cannot be changed until it is restored. Releases that hold one of its versions keep it.
      </p>
    </ConfirmVerb>
  );
}

export function RestoreDialog({ prompt, onClose }: Props) {
  const restore = usePromptVerb(onClose);
  return (
    <ConfirmVerb
      title={`Restore ${prompt.name}?`}
      verb="Restore"
      busy={restore.isPending}
      error={restore.error}
      onConfirm={() => restore.mutate({ path: `${promptPath(prompt.id)}/restore` })}
      onClose={onClose}
    >
      <p>It comes back to the lists with its versions and labels, and can be changed again.</p>
    </ConfirmVerb>
  );
}
