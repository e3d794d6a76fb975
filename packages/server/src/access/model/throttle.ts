/** Failed sign-ins of one e-mail address or one network address. Times in Unix milliseconds of the database. */
export type Attempts = { failures: number; since: number; blockedUntil: number };
export type ThrottleRule = { free: number; firstWaitMs: number; longestWaitMs: number; forgetMs: number };

const minute = 60_000;
/** An e-mail address has five free tries, then waits 30 s, 60 s … 15 min; all is forgotten after 30 quiet minutes. */
export const emailRule: ThrottleRule = {
  free: 5,
  firstWaitMs: minute / 2,
  longestWaitMs: 15 * minute,
  forgetMs: 30 * minute,
};
/** A network address may stand for a whole office. */
export const addressRule: ThrottleRule = { ...emailRule, free: 30 };

export const noAttempts: Attempts = { failures: 0, since: 0, blockedUntil: 0 };

/** Milliseconds that must pass before the next try; 0 = may try now. */
export const waitMs = (attempts: Attempts, now: number): number => Math.max(0, attempts.blockedUntil - now);

/** Counted before the password is looked at, so that a burst in parallel gets no more tries than a row of single ones. */
export function countAttempt(attempts: Attempts, now: number, rule: ThrottleRule): Attempts {
  const forgotten = now - Math.max(attempts.since, attempts.blockedUntil) > rule.forgetMs;
  const failures = (forgotten ? 0 : attempts.failures) + 1;
  const over = failures - rule.free;
  const wait = over < 0 ? 0 : Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** over);
  return { failures, since: now, blockedUntil: wait === 0 ? 0 : now + wait };
}

/** Tries left before the next wait. */
export const triesLeft = (attempts: Attempts, rule: ThrottleRule): number => Math.max(0, rule.free - attempts.failures);
