import type { Clock } from '../../spine/clock.ts';
import { AppError } from '../../spine/errors.ts';

/** One caller's turn. `note` says what it is doing, for the error of whoever waits too long. */
export type Turn = { note(doing: string): void; leave(): void };
type Waiter = { enter(turn: Turn): void; timer: NodeJS.Timeout };
type Holder = { since: number; doing: string };

/** First come, first served, one at a time: PGlite has a single connection, so transactions and jobs must take turns. */
export class Gate {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #waiting = new Set<Waiter>();
  #holder: Holder | null = null;

  /** @param limitMs how long a caller waits for its turn, milliseconds. */
  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** Throws `state.unavailable`, its cause naming the holder, when the turn does not come in time. */
  enter(): Promise<Turn> {
    if (this.#holder === null) return Promise.resolve(this.#admit());
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { enter: resolve, timer: setTimeout(() => this.#giveUp(waiter, reject), this.#limitMs) };
      this.#waiting.add(waiter);
    });
  }

  #admit(): Turn {
    const holder: Holder = { since: this.#clock.monotonic(), doing: 'nothing yet' };
    this.#holder = holder;
    return {
      note: (doing) => void (holder.doing = doing),
      leave: () => {
        if (this.#holder !== holder) return;
        this.#holder = null;
        this.#next();
      },
    };
  }

  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first);
    clearTimeout(first.timer);
    first.enter(this.#admit());
  }

  #giveUp(waiter: Waiter, reject: (error: Error) => void): void {
    this.#waiting.delete(waiter);
    const held = this.#holder === null ? 0 : Math.round(this.#clock.monotonic() - this.#holder.since);
    const doing = this.#holder?.doing.replace(/\s+/g, ' ').trim().slice(0, 160);
    const cause = new Error(`No turn at the database within ${this.#limitMs} ms; held for ${held} ms by: ${doing}`);
    reject(new AppError('state.unavailable', { params: { seconds: 1 }, retryAfterSeconds: 1, cause }));
  }
}
