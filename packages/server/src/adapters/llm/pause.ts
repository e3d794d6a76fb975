import type { Refusal } from './refusal.ts';

const mostAttempts = 3;
const firstMs = 500;
const mostMs = 20_000;

/**
 * How long to wait before asking again, in milliseconds; null = not again. What the provider tells is kept, with up to a quarter more,
 * so that many who were refused at once do not come back at once. `random`: 0 to 1. `leftMs`: what is left of the caller's patience.
 */
export function pauseAfter(
  { told, mayRepeat }: Pick<Refusal, 'told' | 'mayRepeat'>,
  { attempts, leftMs, random }: { attempts: number; leftMs: number; random: number },
): number | null {
  if (!mayRepeat || attempts >= mostAttempts) return null;
  const asked = told.retryAfterSeconds;
  const wait = asked === undefined ? firstMs * 2 ** (attempts - 1) * (0.5 + random) : asked * 1000 * (1 + random / 4);
  return wait > mostMs || wait >= leftMs ? null : wait;
}
