import type { CalendarEntry } from 'signalbox/contract/lifecycle';

/** What kind of entry: filled = it was done, outline = it is to come, bar = nothing changes. Shape says it without colour. */
export function EntryMark({ of: { kind, state } }: { of: CalendarEntry }) {
  const past = kind === 'deployment' || state === 'done';
  const over = state === 'refused' || state === 'cancelled' || state === 'lifted';
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden className={`shrink-0 ${over ? 'text-muted' : ''}`}>
      {kind === 'freeze' ? (
        <rect x="0.5" y="3" width="9" height="4" fill={over ? 'none' : 'currentColor'} stroke="currentColor" />
      ) : state === 'roll_back' ? (
        <path d="M5 9L1 2h8z" fill="currentColor" />
      ) : (
        <path d="M5 1l4 7H1z" fill={past ? 'currentColor' : 'none'} stroke="currentColor" strokeLinejoin="round" />
      )}
    </svg>
  );
}
