/** When what is shown is read again: facts have advanced and `everyMs` is over, or ten seconds without a stream. Pure. */
export type LiveTurn = { pending: boolean; connected: boolean; busy: boolean; hidden: boolean; sinceMs: number };

const withoutStreamMs = 10_000;

/** Never while the last reading runs or nobody looks; what is missed meanwhile is made up for by the next one. */
export function isDue({ pending, connected, busy, hidden, sinceMs }: LiveTurn, everyMs: number): boolean {
  if (busy || hidden) return false;
  return (pending && sinceMs >= everyMs) || (!connected && sinceMs >= withoutStreamMs);
}
