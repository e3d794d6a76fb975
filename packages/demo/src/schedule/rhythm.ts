/** How busy an hour is against an average one: nights are quiet, mornings and afternoons are not, weekends as the agent's trade has it. */

const day = 86_400_000;

/** Shares of a working day by local hour; their mean is 1. */
const hours = [
  0.25, 0.18, 0.14, 0.12, 0.14, 0.25, 0.5, 0.95, 1.55, 1.95, 2.05, 1.9, 1.5, 1.6, 1.9, 1.95, 1.75, 1.4, 1.05, 0.85,
  0.75, 0.6, 0.42, 0.3,
] as const;
const mean = hours.reduce((a, b) => a + b, 0) / hours.length;
export const busiest = (Math.max(...hours) / mean) * 1.15;

/** Tuesdays are a little busier than Fridays. */
const weekdays = [1, 1.06, 1.15, 1.08, 1.02, 0.88, 1] as const;

type Trade = { utcOffset: number; weekend: number };

/** @param at Unix milliseconds. At least 0, at most `busiest`. */
export function rhythm(at: number, { utcOffset, weekend }: Trade): number {
  const local = at + utcOffset * 3_600_000;
  const weekday = (Math.floor(local / day) + 4) % 7;
  const hour = (((local % day) + day) % day) / 3_600_000;
  const from = hours[Math.floor(hour)]!;
  const to = hours[(Math.floor(hour) + 1) % 24]!;
  const share = (from + (to - from) * (hour % 1)) / mean;
  return share * weekdays[weekday]! * (weekday === 0 || weekday === 6 ? weekend : 1);
}
