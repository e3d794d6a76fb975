import { setTimeout as sleep } from 'node:timers/promises';

/** What an exporter of OpenTelemetry answers. */
type Result = { code: number; error?: Error };
type Exporter<Item> = { export(items: Item[], done: (result: Result) => void): void; shutdown(): Promise<void> };

export type OutboxDeps<Item> = {
  exporter: Exporter<Item>;
  /** Unix milliseconds at which the thing is over and may be sent. */
  dueAt: (item: Item) => number;
  now: () => number;
  onTrouble: (message: string) => void;
};

/** The server has refused the key: nothing more will be accepted. */
export class Refused extends Error {
  constructor() {
    super('The key is not accepted any more.');
    this.name = 'Refused';
  }
}

const batchSize = 512;
const fullAt = 4_096;
/** While a server is away this much waits; beyond it the oldest goes, as with any exporter. */
const keptAtMost = 50_000;
const pauseMs = 1_000;
const patienceMs = 2_000;

/**
 * Between the SDK and its exporter. A batch is sent until it is accepted, whether the server is busy or away, and nothing is
 * sent before its time: spans of the past go at once, those of a run under way as they end.
 */
export class Outbox<Item> {
  readonly #deps: OutboxDeps<Item>;
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;
  #waiting: Item[] = [];
  #sending = 0;
  #sent = 0;
  #dropped = 0;
  #refused = false;

  constructor(deps: OutboxDeps<Item>) {
    this.#deps = deps;
    this.#done = this.#run();
  }

  get sent(): number {
    return this.#sent;
  }

  get dropped(): number {
    return this.#dropped;
  }

  put(item: Item): void {
    this.#waiting.push(item);
    if (this.#waiting.length <= keptAtMost) return;
    this.#waiting.shift();
    this.#dropped++;
  }

  /** Waits until there is room, for whoever makes more than is sent; `signal` ends the waiting. Throws `Refused`. */
  async room(signal: AbortSignal): Promise<void> {
    await this.#until(() => this.#due() <= fullAt, signal);
  }

  /** Waits until everything due has been accepted; `signal` ends the waiting. Throws `Refused`. */
  async drained(signal: AbortSignal): Promise<void> {
    await this.#until(() => this.#sending === 0 && this.#due() === 0, signal);
  }

  /** Ends once the batch under way is through or has failed; what is due is tried once more. Nobody waits longer than `patienceMs`. */
  async close(): Promise<void> {
    this.#stopping.abort();
    // The exporter tries by itself for ten seconds, and its own end waits for that.
    const ended = this.#done.then(() => this.#deps.exporter.shutdown());
    await Promise.race([ended, sleep(patienceMs)]);
  }

  async #until(reached: () => boolean, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (this.#refused) throw new Refused();
      if (signal.aborted || reached()) return;
      await sleep(20);
    }
  }

  #due(): number {
    const now = this.#deps.now();
    return this.#waiting.reduce((due, item) => due + (this.#deps.dueAt(item) <= now ? 1 : 0), 0);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!this.#refused) {
      const last = signal.aborted;
      const batch = this.#take();
      this.#sending = batch.length;
      if (batch.length > 0) await this.#send(batch);
      this.#sending = 0;
      if (last) return;
      if (batch.length < batchSize) await sleep(batch.length === 0 ? 100 : 10, undefined, { signal }).catch(() => {});
    }
  }

  #take(): Item[] {
    const now = this.#deps.now();
    const batch: Item[] = [];
    const later: Item[] = [];
    for (const item of this.#waiting)
      (batch.length < batchSize && this.#deps.dueAt(item) <= now ? batch : later).push(item);
    this.#waiting = later;
    return batch;
  }

  async #send(batch: Item[]): Promise<void> {
    for (;;) {
      const { code, error } = await new Promise<Result>((done) => this.#deps.exporter.export(batch, done));
      if (code === 0) {
        this.#sent += batch.length;
        return;
      }
      const status = (error as { code?: unknown } | undefined)?.code;
      if (status === 401 || status === 403) {
        this.#refused = true;
        return;
      }
      if (this.#stopping.signal.aborted) return;
      this.#deps.onTrouble(error?.message ?? 'The telemetry was not accepted.');
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }
}
