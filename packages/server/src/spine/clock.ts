/** Time as an argument. `now` is the wall clock (may jump); `monotonic` never goes back and is for time-outs only. */
export type Clock = {
  /** Unix time in milliseconds. */
  now(): number;
  /** Milliseconds since some fixed moment of this process. */
  monotonic(): number;
};

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** A clock for tests that moves only when told to. */
export function steppedClock(start: number): Clock & { advance(ms: number): void } {
  let now = start;
  return { now: () => now, monotonic: () => now, advance: (ms) => void (now += ms) };
}
