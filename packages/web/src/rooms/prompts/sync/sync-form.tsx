import type { Sync } from 'signalbox/contract/prompts/sync';
import { useState } from 'react';
import { beyondFields, fieldError } from '../../../app/field-errors.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Field } from '../../../ui/field.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { Select } from '../../../ui/select.tsx';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { CredentialFields } from './credential-fields.tsx';
import { draftOf, lacks, newDraft, type SyncDraft, syncOfDraft } from './sync-draft.ts';
import { directionChoices, ownerChoices } from './sync-words.ts';

type Props = { teams: readonly { id: string; name: string }[]; sync: Sync | null; onDone: () => void };
const shown = ['folder', 'remote', 'branch', 'path', 'direction', 'owner', 'author', 'credential'];

/** Sets which folder is in step with which place in git. Of one that is there, team and folder stay: they are its name. */
export function SyncForm({ teams, sync, onDone }: Props) {
  const [draft, setDraft] = useState(() => (sync === null ? newDraft(teams[0]?.id ?? '') : draftOf(sync)));
  const set = usePromptVerb(onDone);
  const put = (over: Partial<SyncDraft>): void => setDraft((now) => ({ ...now, ...over }));
  const at = (path: string): { error?: string } => {
    const error = fieldError(set.error, path);
    return error === undefined ? {} : { error };
  };
  const missing = lacks(draft);
  return (
    <form
      aria-label={sync === null ? 'Add a folder' : 'Change the sync'}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null) set.mutate({ path: '/prompt-syncs', method: 'PUT', body: syncOfDraft(draft) });
      }}
    >
      <div className="grid gap-x-4 gap-y-3 desk:grid-cols-2">
        {sync === null ? (
          <>
            <Field
              label="Folder here"
              value={draft.folder}
              maxLength={300}
              autoComplete="off"
              hint="With all below it. Empty: all folders of the team."
              {...at('folder')}
              onChange={(event) => put({ folder: event.target.value })}
            />
            <div className="flex flex-col justify-center">
              <Labelled label="Team">
                <Select
                  plain
                  label="Team"
                  value={draft.teamId}
                  choices={teams.map((one) => ({ value: one.id, label: one.name }))}
                  onChange={(teamId) => put({ teamId })}
                />
              </Labelled>
            </div>
          </>
        ) : null}
        <Field
          label="Repository"
          value={draft.remote}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          hint="https://host/path, ssh://git@host/path, or a path on the server."
          {...at('remote')}
          onChange={(event) => put({ remote: event.target.value })}
        />
        <Field
          label="Branch"
          value={draft.branch}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          {...at('branch')}
          onChange={(event) => put({ branch: event.target.value })}
        />
        <Field
          label="Folder in the repository"
          value={draft.path}
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          hint="Empty: its root."
          {...at('path')}
          onChange={(event) => put({ path: event.target.value })}
        />
        <div className="flex flex-col justify-center gap-2">
          <Labelled label="Direction">
            <Select
              plain
              label="Direction"
              value={draft.direction}
              choices={directionChoices}
              onChange={(value) => put({ direction: value as SyncDraft['direction'] })}
            />
          </Labelled>
          <Labelled label="Written">
            <Select
              plain
              label="Written"
              value={draft.owner}
              choices={ownerChoices}
              onChange={(value) => put({ owner: value as SyncDraft['owner'] })}
            />
          </Labelled>
        </div>
        <Field
          label="Author of commits"
          value={draft.authorName}
          maxLength={120}
          autoComplete="off"
          {...at('author.name')}
          onChange={(event) => put({ authorName: event.target.value })}
        />
        <Field
          label="E-mail address of the author"
          type="email"
          value={draft.authorEmail}
          maxLength={254}
          autoComplete="off"
          {...at('author.email')}
          onChange={(event) => put({ authorEmail: event.target.value })}
        />
      </div>
      <CredentialFields
        draft={draft}
        isKept={sync?.hasCredential === true}
        error={fieldError(set.error, 'credential')}
        put={put}
      />
      <Refusal error={beyondFields(set.error, shown)} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="min-w-0 flex-1 basis-60 text-muted">
          {missing ?? 'The first turn comes at once; what both sides changed is never overwritten.'}
        </span>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" tone="primary" disabled={missing !== null || set.isPending}>
          {sync === null ? 'Add folder' : 'Change sync'}
        </Button>
      </div>
    </form>
  );
}
