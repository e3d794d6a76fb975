import { wait } from '../builtin.ts';
import { SignalboxError } from '../errors.ts';
import type { Config } from '../options.ts';
import { type Disk, diskOf } from './disk.ts';
import { Held } from './held.ts';
import { Line } from './line.ts';
import { type Release, releaseFrom, releaseOf, type Said } from './release.ts';
import { Conversations, isNobody, type Subject } from './subject.ts';
import { Units } from './units.ts';

/** Which release to run, now: from the server, else from the disk, else the caller's own. */
export class Current {
  readonly #config: Config;
  readonly #held = new Held();
  readonly #line: Line;
  readonly #units: Units;
  readonly #disk: Disk;
  readonly #conversations = new Conversations();
  readonly #fromDisk: Promise<void>;
  readonly #changed: () => void;
  /** Settled by the first answer, or the first refusal. */
  readonly #first = settleable();
  #refusal: SignalboxError | null = null;
  #isTold = false;

  constructor(config: Config, changed: () => void) {
    this.#config = config;
    this.#changed = changed;
    this.#disk = diskOf(config);
    // Before the first answer of the server is judged: what an earlier process saw must not be followed by something older.
    this.#fromDisk = this.#disk.read().then((kept) => {
      if (kept !== null) this.#held.remember(kept.said, kept.toldAt);
    });
    this.#line = new Line({
      config,
      known: () => ({ seq: this.#held.seq, etag: this.#held.said?.etag ?? null }),
      told: (said) => void this.#fromDisk.then(() => this.#take(said)),
      confirmed: (seq) => {
        // A server that is behind what is held here says nothing about it.
        if (seq === null || seq >= this.#held.seq) this.#held.confirm(seq ?? 0, Date.now());
        this.#refusal = null;
        this.#first.settle();
      },
      failed: (error) => {
        if (error.code === 'unavailable') {
          // Who has something to go on with does not wait for a server that is away.
          void this.#fromDisk.then(() => (this.#held.said ?? config.fallback) !== null && this.#first.settle());
          return;
        }
        // Of a row of the same refusals the first.
        if (this.#refusal?.message !== error.message) config.onError(error);
        this.#refusal = error;
        this.#first.settle();
      },
    });
    this.#units = new Units(config, this.#held, () => void this.#line.refresh());
  }

  /** Throws SignalboxError `not_deployed`, `refused`, `unavailable` where there is nothing to fall back on. */
  async release(subject: Subject): Promise<Release> {
    await this.#ready();
    const { said } = this.#held;
    if (said === null || !this.#may()) return this.#fallback();
    if (isNobody(subject)) return this.#present(said);
    const { conversation, since } = subject;
    const begun = since ?? (conversation ? this.#conversations.since(conversation) : undefined);
    const whole = begun === undefined ? subject : { ...subject, since: begun };
    return this.#present(await this.#units.answer(said, whole, this.#line.isUp));
  }

  /** What everybody gets, at once; null = nothing is known. */
  get now(): { digest: string; seq: number } | null {
    const { said, seq } = this.#held;
    return said === null ? null : { digest: said.delivery.release.digest, seq };
  }

  /** Somebody says that another release is served as of `seq`. */
  hint(seq: number, digest: string | null): void {
    const own = this.#held.said?.delivery.release.digest ?? null;
    if (seq > this.#held.seq && digest !== null && digest !== own) void this.#line.refresh();
  }

  async close(): Promise<void> {
    this.#line.close();
    this.#first.settle();
    await this.#disk.done();
  }

  #take(said: Said): void {
    const verdict = this.#held.take(said, Date.now());
    if (verdict === 'older') return void this.#line.refresh();
    this.#refusal = null;
    this.#first.settle();
    if (verdict === 'same' && this.#isTold) return;
    this.#isTold = true;
    this.#disk.write(said, Date.now());
    this.#changed();
    this.#config.onRelease(this.#present(said));
  }

  /** Until the server has said something, or `timeoutMs`. */
  async #ready(): Promise<void> {
    await this.#fromDisk;
    if (this.#isTold || this.#first.isSettled) return;
    const late = wait(this.#config.timeoutMs);
    void this.#first.promise.then(() => late.stop());
    await late.over;
    // Who asks next need not wait again for a server that is away.
    this.#first.settle();
  }

  /** What an earlier process was told stands in for a server that is away, not for one that refuses. */
  #may(): boolean {
    return this.#held.source === 'server' || this.#refusal === null;
  }

  #present(said: Said): Release {
    return releaseOf(said, this.#held.source, this.#held.ageMs(Date.now()));
  }

  #fallback(): Release {
    const { fallback, environment, url } = this.#config;
    if (fallback !== null) return releaseFrom(fallback, environment);
    throw (
      this.#refusal ?? new SignalboxError('unavailable', `Signalbox at ${url} does not answer, and nothing was kept.`)
    );
  }
}

function settleable(): { promise: Promise<void>; settle: () => void; readonly isSettled: boolean } {
  let settle = (): void => {};
  let isSettled = false;
  const promise = new Promise<void>((resolve) => {
    settle = () => {
      isSettled = true;
      resolve();
    };
  });
  return {
    promise,
    settle,
    get isSettled() {
      return isSettled;
    },
  };
}
