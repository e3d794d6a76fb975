import type { Clock } from '../../../../spine/clock.ts';

type Flight<Value> = { since: number; answer: Promise<Value> };

/**
 * One question at a time per key, and its answer again for `ttlMs` after it was asked, so that a hundred pages that poll
 * cost one query. Failures are not kept.
 */
export class SingleFlight<Value> {
  readonly #ttlMs: number;
  readonly #flights = new Map<string, Flight<Value>>();

  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  ask(key: string, clock: Clock, question: () => Promise<Value>): Promise<Value> {
    const now = clock.monotonic();
    for (const [name, flight] of this.#flights) {
      if (now - flight.since < this.#ttlMs) break;
      this.#flights.delete(name);
    }
    const held = this.#flights.get(key);
    if (held !== undefined) return held.answer;
    const flight = { since: now, answer: question() };
    this.#flights.set(key, flight);
    flight.answer.catch(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    return flight.answer;
  }
}
