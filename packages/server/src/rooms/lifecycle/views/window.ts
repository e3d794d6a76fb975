const dayMs = 86_400_000;
const minuteMs = 60_000;

export type Window = { from: string; to: string; words: string };

/** The window asked for, in ISO 8601; left out: the 24 hours before `to`, and now. `now` in Unix milliseconds. */
export function windowOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: number): Window {
  const end = to === undefined ? now : Date.parse(to);
  const start = from === undefined ? end - dayMs : Date.parse(from);
  const minutes = Math.max(1, Math.round((end - start) / minuteMs));
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString(), words: wordsOf(minutes) };
}

function wordsOf(minutes: number): string {
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return minutes <= 72 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}
