import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/zone.tsx';
import { type Happened, moveWords, timelineOf } from '../model/timeline.ts';
import { labelMovesQuery } from '../queries.ts';

type Props = {
  prompt: PromptDetail;
  /** null = one may not move labels. */
  onUndo: ((to: { label: string; number: number | null }) => void) | null;
};

/** Versions saved and labels moved: who, when, why; the last move of a label can be taken back. */
export function History({ prompt, onUndo }: Props) {
  const moves = useQuery(labelMovesQuery(prompt.id));
  if (moves.data === undefined)
    return moves.error ? (
      <ErrorState error={moves.error} onRetry={() => void moves.refetch()} />
    ) : (
      <Skeleton rows={8} label="Loading history" />
    );
  const happened = timelineOf(prompt.versions, moves.data.items);
  return (
    <ol aria-label="History" className="px-3 pb-12 desk:px-4">
      {happened.map((one, at) => (
        <li key={at} className="flex min-h-11 flex-wrap items-center gap-x-3 border-b border-line py-1.5 desk:min-h-8">
          <span className="w-32 shrink-0 text-muted">
            <Time at={one.at} />
          </span>
          <What one={one} />
          {one.what === 'moved' && one.undo !== null && onUndo !== null ? (
            <Button onClick={() => onUndo(one.undo!)} aria-label={`Undo: ${moveWords(one.move)}`}>
              Undo
            </Button>
          ) : null}
        </li>
      ))}
      <li className="flex min-h-8 flex-wrap items-center gap-x-3 py-1.5">
        <span className="w-32 shrink-0 text-muted">
          <Time at={prompt.createdAt} />
        </span>
        Created
      </li>
    </ol>
  );
}

function What({ one }: { one: Happened }) {
  const [text, who, why] =
    one.what === 'moved'
      ? [moveWords(one.move), one.move.movedByName ?? one.move.movedBy, one.move.reason]
      : [`Version ${one.version.number} saved`, one.version.authorName ?? one.version.authorId, one.version.message];
  return (
    <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
      {one.what === 'saved' ? (
        <Link
          to="."
          search={(s) => ({ ...s, show: 'versions' as const, v: String(one.version.number), against: undefined })}
          className="hover:underline"
        >
          {text}
        </Link>
      ) : (
        text
      )}{' '}
      <span className="text-muted">
        by <SafeLine text={who} max={80} />
        {why === '' ? '' : ': '}
        <SafeText text={why} />
      </span>
    </span>
  );
}
