import { useQuery } from '@tanstack/react-query';
import type { Content, Issue, PromptDetail, SavedVersion } from 'signalbox/contract/prompts';
import { type ReactNode, useState } from 'react';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import type { Editing } from '../model/editing.ts';
import { errorsOf } from '../model/issues.ts';
import { checkQuery, promptPath } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { BodyEditor } from './body-editor.tsx';
import { CheckPanel } from './check-panel.tsx';
import { BehindNotice, DraftBar } from './draft-bar.tsx';
import { OutputEditor, SettingsEditor } from './settings-editor.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { useDraft } from './use-draft.ts';
import { useSettled } from './use-settled.ts';
import { UsersNote } from './users-note.tsx';
import { VariablesEditor } from './variables-editor.tsx';

type Props = {
  prompt: PromptDetail;
  start: { content: Content; base: number | null };
  mayWrite: boolean;
  onTouched: () => void;
  onSaved: (made: SavedVersion) => void;
  onDiscarded: () => void;
};

/** The whole content in fields, checked as one writes; what is written is kept until it is saved or thrown away. */
export function Editor({ prompt, start, mayWrite, onTouched, onSaved, onDiscarded }: Props) {
  const draft = useDraft(prompt.id, start, mayWrite);
  const { editing, content, dirty } = draft;
  const settled = useSettled(content, 400);
  const check = useQuery({
    ...checkQuery(prompt.id, settled ?? start.content),
    enabled: mayWrite && settled !== null,
  });
  const [saving, setSaving] = useState(false);
  const discard = usePromptVerb(onDiscarded);
  const issues: Issue[] = draft.content === null ? draft.problems : (check.data?.issues ?? []);
  const written = dirty || prompt.draft !== null || prompt.latest === null;
  const change = (some: Partial<Editing>): void => {
    onTouched();
    draft.setEditing({ ...editing, ...some });
  };
  const set = mayWrite ? change : null;
  const body = <BodyEditor body={editing.body} issues={issues} onChange={set && ((next) => set({ body: next }))} />;
  return (
    <>
      {mayWrite && draft.base !== prompt.latest && written ? (
        <BehindNotice prompt={prompt} base={draft.base} onGoOn={() => draft.setBase(prompt.latest)} />
      ) : null}
      <div className="flex flex-col gap-6 px-3 pb-6 pt-4 desk:px-4 wide:flex-row">
        <div className="flex min-w-0 flex-1 flex-col gap-6">
          {prompt.kind === 'chat' ? <Part title="Messages">{body}</Part> : body}
          <Part title="Variables">
            <VariablesEditor editing={editing} issues={issues} onChange={set} />
          </Part>
          <Part title="Settings">
            <SettingsEditor editing={editing} issues={issues} onChange={set} />
          </Part>
          <Part title="Output">
            <OutputEditor editing={editing} issues={issues} onChange={set} />
          </Part>
        </div>
        <div className="flex shrink-0 flex-col gap-6 wide:w-80">
          {mayWrite ? <CheckPanel issues={issues} checked={check.data} error={check.error} /> : null}
          <UsersNote prompt={prompt} />
        </div>
      </div>
      <Refusal error={discard.error} />
      {mayWrite ? (
        <DraftBar
          prompt={prompt}
          draft={draft}
          written={written}
          maySave={
            content !== null && settled === content && check.isSuccess && errorsOf(issues).length === 0 && written
          }
          onSave={() => setSaving(true)}
          onDiscard={() => {
            draft.drop();
            discard.mutate({ path: `${promptPath(prompt.id)}/draft`, method: 'DELETE' });
          }}
        />
      ) : null}
      {saving && content !== null ? (
        <SaveDialog
          prompt={prompt}
          content={content}
          base={draft.base}
          onSaved={(made) => {
            draft.drop();
            onSaved(made);
          }}
          onClose={() => setSaving(false)}
        />
      ) : null}
    </>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex min-w-0 flex-col gap-2">
    <h2 className="text-section font-semibold">{title}</h2>
    {children}
  </section>
);
