import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import { acquireLease, releaseLease } from './leases.ts';
import type { Db } from './tx.ts';

export type LeasedLoopOptions = {
  db: Db;
  clock: Pick<Clock, 'monotonic'>;
  /** Of the lease: whoever holds it works, on one node at a time. */
  name: string;
  leaseMs: number;
  /** How much of the lease must be left once it is asked for: longer than what is done before it is asked for again. */
  marginMs: number;
  onError: (error: unknown) => void;
};

/**
 * The frame of a job that one node at a time does: asks for the lease, lets it work, rests, and again until it is stopped. A turn
 * that throws is reported and followed by another. Waking is remembered until it is taken, so that no news is slept over.
 */
export class LeasedLoop {
  readonly #options: LeasedLoopOptions;
  readonly #lease: { name: string; holder: string };
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  #woken = false;
  #leads = false;
  #wakeUp: (() => void) | null = null;

  constructor(options: LeasedLoopOptions) {
    this.#options = options;
    this.#lease = { name: options.name, holder: randomUUID() };
  }

  /** `turn` works as long as it likes while `goOn` says so; `rest` is what comes between two turns, mostly a `pause`. */
  start(turn: () => Promise<void>, rest: () => Promise<void>): void {
    this.#running = this.#loop(turn, rest);
  }

  /** Ends pauses at once, and resolves once the turn under way has ended and the lease is given back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  get leads(): boolean {
    return this.#leads;
  }

  get woken(): boolean {
    return this.#woken;
  }

  /** There is news: ends a wakeful pause, now or when it comes. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /** Was there news? From here on it is taken care of. */
  takeNews(): boolean {
    const { woken } = this;
    this.#woken = false;
    return woken;
  }

  /** Takes or prolongs the lease; false where another node has it, or too little of it is left since the answer took long. */
  async lead(): Promise<boolean> {
    const { db, clock, leaseMs, marginMs } = this.#options;
    const asked = clock.monotonic();
    this.#leads = await acquireLease(db, this.#lease, leaseMs);
    return this.#leads && clock.monotonic() - asked < leaseMs - marginMs;
  }

  /** May a turn do more? Not while stopping. */
  async goOn(): Promise<boolean> {
    return !this.#stopping.signal.aborted && (await this.lead());
  }

  /** Ends early when stopping, and where `wakeful` when there is news that nobody has taken. */
  async pause(ms: number, wakeful = false): Promise<void> {
    if (wakeful && this.#woken) return;
    const woken = new AbortController();
    if (wakeful) this.#wakeUp = () => woken.abort();
    await sleep(ms, undefined, { signal: AbortSignal.any([this.#stopping.signal, woken.signal]) }).catch(() => {});
    this.#wakeUp = null;
  }

  async #loop(turn: () => Promise<void>, rest: () => Promise<void>): Promise<void> {
    const { db, onError } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        if (await this.lead()) await turn();
        // News is the leader's to take: kept here, it would leave no rest.
        else this.#woken = false;
      } catch (error) {
        if (!this.#stopping.signal.aborted) onError(error);
      }
      await rest();
    }
    await releaseLease(db, this.#lease).catch(onError);
  }
}
