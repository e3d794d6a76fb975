export const dayMs = 86_400_000;

/** Known again by its reason. */
export const demoFreeze = { timeZone: 'UTC', reason: 'The demo fleet rests at the weekend.' };

/** The next Saturday and Sunday that have not begun, UTC. `now`: Unix milliseconds. */
export function nextWeekend(now: number): { from: string; until: string } {
  const today = Math.floor(now / dayMs) * dayMs;
  const saturday = today + (7 - ((new Date(today).getUTCDay() + 1) % 7)) * dayMs;
  return { from: new Date(saturday).toISOString(), until: new Date(saturday + 2 * dayMs).toISOString() };
}
