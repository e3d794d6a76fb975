import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { DemoMark, isDemo } from '../../../app/by.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { Time } from '../../../ui/zone.tsx';
import { actorWords, historyRows } from '../model/history-words.ts';
import { promptHistoryQuery } from '../queries.ts';

type Row = ReturnType<typeof historyRows>[number];
type Props = {
  prompt: PromptDetail;
  /** null = one may not move labels. */
  onUndo: ((to: { label: string; number: number | null }) => void) | null;
};

/** What the ledger has of a prompt and its folder: who, when, why; the last move of a label can be taken back. */
export function History({ prompt, onUndo }: Props) {
  const history = useInfiniteQuery(promptHistoryQuery(prompt.id));
  const again = (): void => void history.refetch();
  if (history.data === undefined)
    return history.error ? (
      <ErrorState error={history.error} onRetry={again} />
    ) : (
      <Skeleton rows={8} label="Loading history" />
    );
  const rows = historyRows(history.data.pages.flatMap((page) => page.items));
  return (
    <div className="px-3 pb-12 desk:px-4">
      {history.error ? <StaleNotice error={history.error} readAt={history.dataUpdatedAt} onRetry={again} /> : null}
      <ol aria-label="History">
        {rows.map((row) => (
          <Happened key={row.event.seq} row={row} onUndo={onUndo} />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button className="mt-3" disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          Show earlier
        </Button>
      ) : null}
    </div>
  );
}

function Happened({ row: { event, words, version, undo }, onUndo }: { row: Row; onUndo: Props['onUndo'] }) {
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 border-b border-line py-1.5 desk:min-h-8">
      <span className="w-32 shrink-0 text-muted">
        <Time at={event.time} />
      </span>
      <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        {version === null ? (
          <SafeLine text={words} max={300} />
        ) : (
          <Link
            to="."
            search={(s) => ({ ...s, show: 'versions' as const, v: String(version), against: undefined })}
            className="hover:underline"
          >
            <SafeLine text={words} max={300} />
          </Link>
        )}{' '}
        <span className="text-muted">
          by {isDemo(event.actor) ? <DemoMark /> : <SafeLine text={actorWords(event)} max={80} />}
          {event.source === null ? null : (
            <>
              , from commit {event.source.commit.slice(0, 10)} of <SafeLine text={event.source.author} max={120} />
            </>
          )}
          {event.why === null ? '' : ': '}
          <SafeText text={event.why ?? ''} />
        </span>
      </span>
      {undo !== null && onUndo !== null ? (
        <Button onClick={() => onUndo(undo)} aria-label={`Undo: ${words}`}>
          Undo
        </Button>
      ) : null}
      <span className="num text-meta text-muted max-desk:hidden" title="Its number in the ledger">
        #{event.seq}
      </span>
    </li>
  );
}
