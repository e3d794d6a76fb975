import type { Clock } from './clock.ts';

const everyMs = 30_000;

/**
 * The clock of a store that several nodes share, told from our own and the last known difference: moments that nodes give
 * to what they write can be compared, however wrong their own clocks are. `ask` gives the store's Unix milliseconds;
 * while it fails, the difference stays as it was (0 at the beginning).
 */
export class SharedClock implements Clock {
  readonly #own: Clock;
  readonly #ask: () => Promise<number>;
  readonly #timer: NodeJS.Timeout;
  #ahead = 0;

  constructor(own: Clock, ask: () => Promise<number>) {
    this.#own = own;
    this.#ask = ask;
    this.#timer = setInterval(() => void this.compare(), everyMs).unref();
  }

  now(): number {
    return this.#own.now() + this.#ahead;
  }

  monotonic(): number {
    return this.#own.monotonic();
  }

  /** Looks at the store's clock once; its answer is taken for the middle of the time that it took. */
  async compare(): Promise<void> {
    const began = this.#own.monotonic();
    const store = await this.#ask().catch(() => null);
    if (store === null) return;
    const took = this.#own.monotonic() - began;
    this.#ahead = Math.round(store + took / 2 - this.#own.now());
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
  }
}
