import type { PromptDetail, Version } from 'signalbox/contract/prompts';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { promptPath } from '../queries.ts';
import { usePromptVerb } from '../use-prompt-verb.ts';

/** Approve, or ask for changes and say which. */
export function VerdictForm({ prompt, version }: { prompt: PromptDetail; version: Version }) {
  const [comment, setComment] = useState('');
  const decide = usePromptVerb(() => setComment(''));
  const send = (verdict: 'approved' | 'changes_requested'): void =>
    decide.mutate({
      path: `${promptPath(prompt.id)}/versions/${version.number}/reviews`,
      body: { verdict, comment: comment.trim() },
    });
  return (
    <section aria-label="Your review" className="flex flex-col gap-2">
      <TextArea
        label="Your review"
        value={comment}
        maxLength={10_000}
        onChange={(event) => setComment(event.target.value)}
        hint="Needed where you ask for changes"
      />
      <Refusal error={decide.error} />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" disabled={decide.isPending} onClick={() => send('approved')}>
          Approve version {version.number}
        </Button>
        <Button disabled={decide.isPending || comment.trim() === ''} onClick={() => send('changes_requested')}>
          Ask for changes
        </Button>
      </div>
    </section>
  );
}
