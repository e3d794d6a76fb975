import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plural } from '../../../format/number.ts';
import { Banner } from '../../../ui/banner.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { waitingReviewsQuery } from '../queries.ts';

/** Versions that wait for the reader's own review. */
export function WaitingReviews() {
  const items = useQuery(waitingReviewsQuery).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Banner aspect="caution">
      {plural(items.length, 'version')} {items.length === 1 ? 'waits' : 'wait'} for your review:{' '}
      {items.slice(0, 5).map((one, at) => (
        <span key={`${one.promptId} ${one.number}`}>
          {at === 0 ? '' : ', '}
          <Link
            to="/prompts/$promptId"
            params={{ promptId: one.promptId }}
            search={{ show: 'review' }}
            className="text-accent underline"
          >
            <SafeLine text={one.name} max={80} /> {one.number}
          </Link>
        </span>
      ))}
      {items.length > 5 ? ` and ${items.length - 5} more` : ''}
    </Banner>
  );
}
