import { mkdirSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { readTeeCounts, type TeeCounts, writeTeeCounts } from './counts.ts';
import type { TeeRecord } from './record.ts';
import { TeeQueue } from './queue.ts';
import { type Outcome, send, type Target } from './send.ts';

export type TeeOptions = Target & {
  /** Folder of the queue. */
  folder: string;
  queueBytes: number;
  /** Says what was lost, at most once a minute. */
  onLost: (what: { dropped: number; refused: number; why: string }) => void;
};
export type TeeStatus = TeeCounts & { queuedBytes: number; lastError: string | null };

const parallel = 8;
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const tellMs = 60_000;
const noteMs = 2_000;

/** Sends on what it is offered, at least once, as long as there is room; whoever offers never waits and never hears of a failure. */
export class Tee {
  readonly #options: TeeOptions;
  readonly #queue: TeeQueue;
  readonly #stop = new AbortController();
  readonly #counts: TeeCounts;
  readonly #running: Promise<void>;
  readonly #noting: NodeJS.Timeout;
  #lastError: string | null = null;
  #lost = { dropped: 0, refused: 0, why: '', toldAt: -Infinity };
  #failures = 0;

  constructor(options: TeeOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#counts = readTeeCounts(options.folder);
    this.#queue = new TeeQueue(options.folder, options.queueBytes);
    this.#noting = setInterval(() => this.#note(), noteMs);
    this.#running = this.#run();
  }

  offer(record: TeeRecord): void {
    if (!this.#queue.add(record, () => this.#lose('dropped', 'the queue cannot be written')))
      this.#lose('dropped', 'the queue is full');
  }

  status(): TeeStatus {
    return { ...this.#counts, queuedBytes: this.#queue.bytes, lastError: this.#lastError };
  }

  /** What is not sent yet stays in the queue for the next start. */
  async close(): Promise<void> {
    clearInterval(this.#noting);
    this.#stop.abort();
    await this.#queue.close();
    await this.#running;
    this.#note();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const batch = await this.#queue.take().catch(() => null);
      if (batch === null) {
        await this.#queue.more(1_000);
        continue;
      }
      const left = batch.records.values();
      const workers = Array.from({ length: parallel }, async () => {
        for (const record of left) await this.#deliver(record);
      });
      await Promise.all(workers);
      if (!this.#stop.signal.aborted) await batch.done();
    }
  }

  async #deliver(record: TeeRecord): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const outcome = await send(this.#options, record, signal);
      if (signal.aborted) return;
      if (outcome.is !== 'again') return this.#settle(outcome);
      this.#lastError = outcome.why;
      await later(this.#waitMs(outcome), undefined, { signal }).catch(() => {});
    }
  }

  #settle(outcome: Exclude<Outcome, { is: 'again' }>): void {
    this.#failures = 0;
    if (outcome.is === 'no') return this.#lose('refused', outcome.why);
    this.#counts.sent++;
    this.#lastError = null;
  }

  /** Doubles while nothing gets through, over all that is under way; a little apart, so that they do not come at once. */
  #waitMs({ afterMs }: Outcome & { is: 'again' }): number {
    const doubled = firstWaitMs * 2 ** Math.min(this.#failures++ / parallel, 10);
    return Math.max(afterMs ?? 0, Math.min(doubled, longestWaitMs)) * (0.8 + Math.random() * 0.4);
  }

  #lose(how: 'dropped' | 'refused', why: string): void {
    this.#counts[how]++;
    this.#lost[how]++;
    Object.assign(this.#lost, { why });
    if (how === 'refused') this.#lastError = why;
    if (performance.now() - this.#lost.toldAt >= tellMs) this.#tell();
  }

  #tell(): void {
    const { dropped, refused, why } = this.#lost;
    if (dropped + refused === 0) return;
    this.#lost = { dropped: 0, refused: 0, why: '', toldAt: performance.now() };
    this.#options.onLost({ dropped, refused, why });
  }

  #note(): void {
    if (performance.now() - this.#lost.toldAt >= tellMs) this.#tell();
    writeTeeCounts(this.#options.folder, this.#counts);
  }
}
