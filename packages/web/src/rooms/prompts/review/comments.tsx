import type { PromptComment } from 'signalbox/contract/prompts';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';

/** What was said, oldest first. */
export function Comments({ comments }: { comments: readonly PromptComment[] }) {
  if (comments.length === 0) return null;
  return (
    <ul aria-label="Comments" className="flex flex-col gap-2">
      {comments.map((one) => (
        <li key={one.id} className="border-l-2 border-accent pl-2">
          <p className="text-meta text-muted">
            <span className="font-medium text-ink">
              <SafeLine text={one.authorName ?? one.authorId} max={80} />
            </span>{' '}
            <Time at={one.createdAt} />
            {one.fromLine === null || one.fromLine === one.toLine ? '' : `, lines ${one.fromLine} to ${one.toLine}`}
          </p>
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            <SafeText text={one.text} />
          </p>
        </li>
      ))}
    </ul>
  );
}
