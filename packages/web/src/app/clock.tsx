import { age } from '../format/duration.ts';
import { clockTime, zoneName } from '../format/time.ts';
import { useNow, useZone } from '../ui/zone.tsx';
import { useLiveState } from './live.ts';

/** The time now in the zone of the page (pressed, it changes the zone), and whether what is shown is live. */
export function Clock({ onZone }: { onZone: () => void }) {
  const now = useNow(1000);
  const zone = useZone();
  const live = useLiveState();
  const paused = !live.connected && now.getTime() - live.at > 3000;
  return (
    <div className="flex shrink-0 items-center gap-3">
      <span
        role="status"
        className="hidden items-center gap-1.5 text-meta text-muted desk:inline-flex"
        title={
          paused
            ? 'The live stream is interrupted; lists are asked every ten seconds.'
            : 'New facts show as they arrive.'
        }
      >
        <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden>
          <circle
            cx="4"
            cy="4"
            r="3"
            fill={paused ? 'none' : 'var(--muted)'}
            stroke="var(--muted)"
            strokeWidth="1.5"
            strokeDasharray={paused ? '2 1.5' : undefined}
          />
        </svg>
        {paused ? (live.at === 0 ? 'Not live' : `Paused ${age(now.getTime() - live.at)}`) : 'Live'}
      </span>
      <button
        type="button"
        onClick={onZone}
        title={`Times are in ${zone === 'utc' ? 'UTC' : 'the zone of this browser'}. Press to change.`}
        className="h-11 rounded-control px-1 desk:px-1.5 text-meta tabular-nums text-muted hover:bg-sunk hover:text-ink desk:h-7"
      >
        <span className="hidden desk:inline">{clockTime(now, zone)} </span>
        <span className="text-ink">{zoneName(zone, now)}</span>
      </button>
    </div>
  );
}
