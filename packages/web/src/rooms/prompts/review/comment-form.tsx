import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { promptPath } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';

type Props = {
  promptId: string;
  number: number;
  /** null = about the whole version. */
  place: { message: number | null; fromLine: number; toLine: number } | null;
  onDone: () => void;
};

/** Says something about a version, or about a line of it. */
export function CommentForm({ promptId, number, place, onDone }: Props) {
  const [text, setText] = useState('');
  const write = usePromptVerb(() => {
    setText('');
    onDone();
  });
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({
          path: `${promptPath(promptId)}/versions/${number}/comments`,
          body: { text: text.trim(), ...place },
        });
      }}
    >
      <TextArea
        label={place === null ? 'Comment' : `Comment on line ${place.fromLine}`}
        value={text}
        rows={2}
        maxLength={10_000}
        autoFocus={place !== null}
        onChange={(event) => setText(event.target.value)}
      />
      <Refusal error={write.error} />
      <div className="flex gap-2">
        <Button type="submit" disabled={write.isPending || text.trim() === ''}>
          Comment
        </Button>
        {place === null ? null : (
          <Button tone="quiet" onClick={onDone}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
