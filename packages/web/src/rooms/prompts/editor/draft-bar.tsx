import { Link } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { troubleOf } from '../../../ui/error-state.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import type { useDraft } from './use-draft.ts';

type Props = {
  prompt: PromptDetail;
  draft: ReturnType<typeof useDraft>;
  /** Is there anything that is not in a version? */
  written: boolean;
  maySave: boolean;
  onSave: () => void;
  onDiscard: () => void;
};

/** Where the draft stands, and what to do with it; always at the foot of the editor. */
export function DraftBar({ prompt, draft, written, maySave, onSave, onDiscard }: Props) {
  const { dirty, keptAt, isKeeping, keepError, base } = draft;
  const at = keptAt ?? prompt.draft?.savedAt ?? null;
  return (
    <div className="sticky bottom-0 z-20 mt-auto flex min-h-11 flex-wrap items-center gap-2 border-t border-line bg-ground px-3 py-1.5 desk:px-4">
      <p role="status" className="min-w-0 flex-1 text-muted [overflow-wrap:anywhere]">
        {keepError ? (
          <span className="text-danger">
            The draft could not be kept: {troubleOf(keepError).title}. <Button onClick={draft.retry}>Try again</Button>
          </span>
        ) : isKeeping ? (
          'Keeping the draft…'
        ) : !written ? (
          `Version ${prompt.latest}, as it was saved`
        ) : at === null ? (
          dirty ? (
            'Not kept yet'
          ) : (
            'Nothing is written yet'
          )
        ) : (
          <>
            Draft kept <Time at={at} />
            {base === null ? '' : `, from version ${base}`}; only you see it
          </>
        )}
      </p>
      {written && (dirty || prompt.draft !== null) ? <Button onClick={onDiscard}>Discard draft</Button> : null}
      <Button tone="primary" disabled={!maySave} onClick={onSave}>
        Save version
      </Button>
    </div>
  );
}

/** Others have saved since: what one goes on with is one's own choice. */
export function BehindNotice({
  prompt,
  base,
  onGoOn,
}: {
  prompt: PromptDetail;
  base: number | null;
  onGoOn: () => void;
}) {
  const newest = prompt.versions[0];
  if (newest === undefined) return null;
  return (
    <Banner
      aspect="caution"
      end={
        <span className="flex flex-wrap gap-2">
          {base === null ? null : (
            <Link
              to="."
              search={(s) => ({ ...s, show: 'versions' as const, v: String(newest.number), against: String(base) })}
              className="inline-flex min-h-11 items-center text-accent underline desk:min-h-7"
            >
              See what changed
            </Link>
          )}
          <Button onClick={onGoOn}>Go on after version {newest.number}</Button>
        </span>
      }
    >
      <SafeLine text={newest.authorName ?? newest.authorId} max={80} /> saved version {newest.number} while you wrote
      {base === null ? '' : ` from version ${base}`}. Saving yours replaces what it changed.
    </Banner>
  );
}
