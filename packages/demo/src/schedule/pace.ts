const hour = 3_600_000;
/** Seven days at the live rate would be half a million spans: the past has this share of them. */
const past = 0.03;

/**
 * Share of the live rate at a moment: the past is thinned, and swells over the last hours before `start` (Unix
 * milliseconds), so that the present does not begin with a jump.
 */
export const paceUntil =
  (start: number) =>
  (at: number): number =>
    at >= start ? 1 : past + (1 - past) * 2 ** ((at - start) / hour);
