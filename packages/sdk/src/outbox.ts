import { after, wait } from './builtin.ts';
import { asError, SignalboxError } from './errors.ts';

/** `again`: later, it may work then. `never`: what was sent is lost. */
export type Verdict = 'sent' | 'again' | 'never';
export type OutboxDeps<T> = {
  /** What waits here, for people: "spans". */
  noun: string;
  /** Must not throw for anything but defects. */
  send: (items: readonly T[]) => Promise<Verdict>;
  /** Items in one request, and items that wait at most: the oldest go first. */
  batch: number;
  most: number;
  everyMs: number;
  onError: (error: Error) => void;
};

const longestPauseMs = 30_000;

/** Sends later, in batches, again where that failed; bounded; never throws into who adds. */
export class Outbox<T> {
  readonly #deps: OutboxDeps<T>;
  #waiting: T[] = [];
  #isPlanned = false;
  #sending: Promise<void> | null = null;
  #failures = 0;
  #dropped = 0;

  constructor(deps: OutboxDeps<T>) {
    this.#deps = deps;
  }

  /** How many were lost: there was no room, or the server will not have them. */
  get dropped(): number {
    return this.#dropped;
  }

  add(item: T): void {
    const { batch, most, everyMs } = this.#deps;
    this.#waiting.push(item);
    if (this.#waiting.length > most) {
      this.#waiting.shift();
      this.#lose(1, 'they could not be sent in time');
    }
    if (this.#failures === 0 && this.#waiting.length >= batch) void this.#send();
    else this.#plan(everyMs);
  }

  /** Until all is sent or `ms` are over; false = some is left. */
  async flush(ms: number): Promise<boolean> {
    const until = Date.now() + ms;
    while (this.#waiting.length > 0 || this.#sending !== null) {
      const left = until - Date.now();
      if (left <= 0) return false;
      const failures = this.#failures;
      const late = wait(left);
      await Promise.race([this.#send(), late.over]);
      late.stop();
      if (this.#failures > failures) await wait(Math.min(left, 200)).over;
    }
    return true;
  }

  #plan(ms: number): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    after(ms, () => {
      this.#isPlanned = false;
      void this.#send();
    });
  }

  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const items = this.#waiting.slice(0, this.#deps.batch);
      const verdict = await this.#deps.send(items).catch((error: unknown): Verdict => {
        this.#deps.onError(asError(error));
        return 'never';
      });
      if (verdict === 'again') {
        this.#failures++;
        this.#plan(Math.min(longestPauseMs, this.#deps.everyMs * 2 ** Math.min(this.#failures, 10)));
        return;
      }
      this.#failures = 0;
      // Some of them may have gone meanwhile, for want of room.
      const sent = new Set(items);
      this.#waiting = this.#waiting.filter((one) => !sent.has(one));
      if (verdict === 'never') this.#lose(items.length, 'Signalbox refused them');
    }
  }

  #lose(count: number, why: string): void {
    this.#dropped += count;
    this.#deps.onError(new SignalboxError('dropped', `${count} ${this.#deps.noun} dropped: ${why}.`));
  }
}
