import { ask, refusal } from '../ask.ts';
import { after } from '../builtin.ts';
import { asError, SignalboxError } from '../errors.ts';
import type { Config } from '../options.ts';
import { sdkName } from '../version.ts';

export type Running = { digest: string | null; seq: number };
type Answer = { seq: number; lease: { seconds: number }; authority: string; release: { digest: string } | null };
export type HeartbeatDeps = {
  config: Config;
  running: () => Running;
  /** What the server says this instance may do, and what it serves. */
  heard: (answer: Answer) => void;
};

const usualLeaseSeconds = 30;
const timeoutMs = 5_000;
const soonMs = 1_000;

/** Tells the server that this instance runs, what it runs and how far it has heard: by a third of its lease, and soon after a change. */
export class Heartbeat {
  readonly #deps: HeartbeatDeps;
  readonly #startedAt = new Date().toISOString();
  #leaseSeconds = usualLeaseSeconds;
  #timer: { stop(): void } | null = null;
  #beating: Promise<void> = Promise.resolve();
  #isDueSoon = false;
  #state: 'started' | 'alive' | 'stopping' = 'started';
  #failures = 0;

  constructor(deps: HeartbeatDeps) {
    this.#deps = deps;
    this.changed();
  }

  /** Within a second, spread: all instances hear of a change at once. */
  changed(): void {
    if (this.#isDueSoon || this.#state === 'stopping') return;
    this.#isDueSoon = true;
    this.#next(Math.random() * soonMs);
  }

  async stop(): Promise<void> {
    this.#timer?.stop();
    // One that is on its way must not arrive after the last.
    await this.#beating;
    const wasTold = this.#state !== 'started';
    this.#state = 'stopping';
    if (wasTold) await this.#tell().catch(() => {});
  }

  #next(ms: number): void {
    this.#timer?.stop();
    this.#timer = after(ms, () => void (this.#beating = this.#beat()));
  }

  async #beat(): Promise<void> {
    this.#isDueSoon = false;
    try {
      await this.#tell();
      this.#failures = 0;
      if (this.#state === 'started') this.#state = 'alive';
    } catch (error) {
      // Of a row of failures the third: one or two belong to a restart.
      if (++this.#failures === 3) this.#deps.config.onError(asError(error));
    }
    if (this.#state !== 'stopping' && !this.#isDueSoon) this.#next(this.#pauseMs());
  }

  /** Sooner where the last one failed, and spread: a server that comes back hears of all of them. */
  #pauseMs(): number {
    const usual = (this.#leaseSeconds * 1_000) / 3;
    if (this.#failures === 0) return usual;
    return (0.5 + Math.random() / 2) * Math.min(usual, soonMs * 2 ** Math.min(this.#failures, 10));
  }

  async #tell(): Promise<void> {
    const { config, running, heard } = this.#deps;
    const { digest, seq } = running();
    const path = `/api/v1/delivery/${encodeURIComponent(config.agent)}/instances/${encodeURIComponent(config.instance)}`;
    const body = {
      ...{ environment: config.environment, release: digest, seq, sdk: sdkName },
      ...{ startedAt: this.#startedAt, state: this.#state },
    };
    const answer = await ask(config, path, { method: 'PUT', body, timeoutMs });
    if (!answer.ok) throw refusal(answer);
    const said = JSON.parse(answer.text) as Answer;
    if (!(said.lease?.seconds > 0)) throw new SignalboxError('unavailable', 'Signalbox gave no lease.');
    this.#leaseSeconds = said.lease.seconds;
    heard(said);
  }
}
