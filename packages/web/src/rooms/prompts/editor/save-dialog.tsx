import { useQuery } from '@tanstack/react-query';
import type { Content, PromptDetail, SavedVersion } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { Problem } from '../../../app/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { usePhone } from '../../../ui/measure.ts';
import { Modal } from '../../../ui/modal.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { contentDiffQuery, promptPath } from '../queries.ts';
import { MakePatch } from './make-patch.tsx';
import { usePromptVerb } from '../use-prompt-verb.ts';
import { Comparison } from '../versions/comparison.tsx';

type Props = {
  prompt: PromptDetail;
  content: Content;
  /** The newest version that the author has seen. */
  base: number | null;
  onSaved: (made: SavedVersion) => void;
  onClose: () => void;
};

/** What will change, why, and then it is a version. */
export function SaveDialog({ prompt, content, base, onSaved, onClose }: Props) {
  const [message, setMessage] = useState('');
  const phone = usePhone();
  const save = usePromptVerb<SavedVersion>(onSaved);
  const { latest } = prompt;
  return (
    <Modal wide title={latest === null ? 'Save the first version' : `Save version ${latest + 1}`} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ path: `${promptPath(prompt.id)}/versions`, body: { content, message, base: base ?? 0 } });
        }}
      >
        <TextArea
          label="What changes, and why"
          value={message}
          maxLength={2000}
          rows={2}
          onChange={(event) => setMessage(event.target.value)}
          hint="Reviewers and those on call read this"
        />
        {latest === null ? null : <Changes promptId={prompt.id} from={latest} content={content} narrow={phone} />}
        <p className="text-muted">
          A version never changes. Labels stay where they are until somebody moves them
          {latest === null ? '.' : '; reviews of earlier versions no longer count.'}
        </p>
        <Refusal error={save.error} />
        {isOwnedByGit(save.error) ? <MakePatch promptId={prompt.id} content={content} message={message} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={save.isPending}>
            Save version {(latest ?? 0) + 1}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Such a prompt is written in git; here a change becomes a patch for it. */
const isOwnedByGit = (error: unknown): boolean => error instanceof Problem && error.code === 'prompts.git_owned';

type ChangesProps = { promptId: string; from: number; content: Content; narrow: boolean };
function Changes({ promptId, from, content, narrow }: ChangesProps) {
  const diff = useQuery(contentDiffQuery(promptId, from, content));
  if (diff.error) return <Refusal error={diff.error} />;
  if (diff.data === undefined) return <Skeleton rows={4} label="Comparing" />;
  return (
    <div
      className="max-h-[46dvh] overflow-y-auto"
      tabIndex={0}
      role="region"
      aria-label={`Changes since version ${from}`}
    >
      <Comparison diff={diff.data} narrow={narrow} />
    </div>
  );
}
