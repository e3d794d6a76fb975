import type { Review, Version } from 'signalbox/contract/prompts';
import { SafeLine, SafeText } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { ReviewMark } from '../list/review-mark.tsx';

const stateOf = ({ verdict }: Review) => verdict ?? 'waiting';

/** Who was asked, and what they decided. */
export function Verdicts({ version: { reviews } }: { version: Version }) {
  if (reviews.length === 0) return <p>Nobody was asked yet.</p>;
  return (
    <ul aria-label="Reviews" className="border-t border-line">
      {reviews.map((one) => (
        <li key={one.id} className="flex flex-col gap-0.5 border-b border-line py-1.5">
          <div className="flex flex-wrap items-center gap-x-3">
            <span className="min-w-0 flex-1 truncate font-medium">
              <SafeLine text={one.reviewerName ?? one.reviewerId} max={80} />
            </span>
            <ReviewMark state={stateOf(one)} />
          </div>
          {one.comment === '' ? null : (
            <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
              <SafeText text={one.comment} />
            </p>
          )}
          <p className="text-meta text-muted">
            {one.voidedAt === null ? '' : 'Void: a newer version came. '}
            {one.decidedAt === null ? 'asked ' : ''}
            <Time at={one.decidedAt ?? one.requestedAt} />
          </p>
        </li>
      ))}
    </ul>
  );
}
