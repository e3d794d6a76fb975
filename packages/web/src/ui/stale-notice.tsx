import { age } from '../format/duration.ts';
import { clockTime, zoneName } from '../format/time.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { troubleOf } from './error-state.tsx';
import { useNow, useZone } from './zone.tsx';

/** Newer data could not be read: what is shown stays, with its age. `readAt` Unix ms. */
export function StaleNotice({ error, readAt, onRetry }: { error: unknown; readAt: number; onRetry: () => void }) {
  const now = useNow(1000);
  const zone = useZone();
  const { title, requestId } = troubleOf(error);
  return (
    <Banner aspect="caution" end={<Button onClick={onRetry}>Try again</Button>}>
      <span className="font-medium">{title}.</span>{' '}
      <span className="text-muted">
        Shown as of {clockTime(new Date(readAt), zone)} {zoneName(zone, now)}, {age(now.getTime() - readAt)} old
        {requestId === null ? '' : ` · ${requestId}`}
      </span>
    </Banner>
  );
}
