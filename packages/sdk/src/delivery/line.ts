import { after } from '../builtin.ts';
import { ask, openStream, refusal } from '../ask.ts';
import { asError, SignalboxError } from '../errors.ts';
import type { Config } from '../options.ts';
import { eventReader } from './events.ts';
import type { Delivery, Said } from './release.ts';
import { queryOf } from './subject.ts';

export type LineDeps = {
  config: Config;
  /** What is held: the highest place seen, and the answer's name. */
  known: () => { seq: number; etag: string | null };
  told: (said: Said) => void;
  /** Nothing new, as of this place; null = only that the server is there. */
  confirmed: (seq: number | null) => void;
  failed: (error: SignalboxError) => void;
};
/** How the server is listened to: events, requests that wait, requests now and then. The next where one does not work. */
type Manner = 'stream' | 'wait' | 'poll';

const silenceMs = 40_000;
const firstEventMs = 10_000;
const waitSeconds = 25;
const leastWaitMs = 1_000;
const pollMs = 10_000;
const longestPauseMs = 3_000;
/** How long until events are tried again. */
const retryStreamMs = 300_000;

/** Listens to what the server delivers until it is closed, whatever happens to server and network. */
export class Line {
  readonly #deps: LineDeps;
  readonly #over = new AbortController();
  #manner: Manner = 'stream';
  #mannerSince = Date.now();
  #failures = 0;
  #wake = (): void => {};
  #isUp = false;
  #refreshing = false;

  constructor(deps: LineDeps) {
    this.#deps = deps;
    void this.#listen();
  }

  /** Did the last thing that was tried work? */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Asks now, beside the stream: another answer showed that something newer stands. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#refreshing || this.#over.signal.aborted) return;
    this.#refreshing = true;
    await this.#ask(0).catch(() => {});
    this.#refreshing = false;
  }

  close(): void {
    this.#over.abort();
    this.#wake();
  }

  async #listen(): Promise<void> {
    while (!this.#over.signal.aborted) {
      if (this.#manner !== 'stream' && Date.now() - this.#mannerSince > retryStreamMs) this.#turnTo('stream');
      try {
        if (this.#manner === 'stream') await this.#stream();
        else await this.#once();
      } catch (error) {
        if (this.#over.signal.aborted) return;
        this.#isUp = false;
        const problem =
          error instanceof SignalboxError
            ? error
            : new SignalboxError('unavailable', asError(error).message, { cause: error });
        this.#deps.failed(problem);
        this.#failures++;
        if (this.#failures >= 3 && this.#manner === 'wait' && problem.status !== null) this.#turnTo('poll');
        await this.#pause(problem.code === 'refused' ? pollMs : this.#backOff());
      }
    }
  }

  #turnTo(manner: Manner): void {
    this.#manner = manner;
    this.#mannerSince = Date.now();
  }

  /** Grows, and differs from instance to instance: all of them come back after a restart. */
  #backOff(): number {
    return (0.5 + Math.random() / 2) * Math.min(longestPauseMs, 100 * 2 ** Math.min(this.#failures, 10));
  }

  #works(): void {
    this.#isUp = true;
    this.#failures = 0;
  }

  async #stream(): Promise<void> {
    const { config, told, confirmed } = this.#deps;
    const over = new AbortController();
    const end = (): void => over.abort();
    this.#over.signal.addEventListener('abort', end);
    let silence = after(firstEventMs, end);
    let events = 0;
    try {
      const path = `${this.#path('/stream')}?${queryOf(config.environment, {})}`;
      const answer = await openStream(config, path, { timeoutMs: firstEventMs, signal: over.signal });
      if (answer.body === null || !(answer.headers.get('content-type') ?? '').startsWith('text/event-stream'))
        return this.#turnTo('wait');
      const read = eventReader();
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      over.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}));
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const heard = read(decoder.decode(value, { stream: true })).filter((one) => one.event === 'delivery');
        for (const { data } of heard) told(saidOf(data));
        events += heard.length;
        if (events === 0) continue;
        this.#works();
        confirmed(null);
        silence.stop();
        silence = after(silenceMs, end);
      }
    } finally {
      silence.stop();
      this.#over.signal.removeEventListener('abort', end);
    }
    if (this.#over.signal.aborted) return;
    // Opened, and nothing came through: something on the way holds events back.
    if (events === 0) return this.#turnTo('wait');
    throw new SignalboxError('unavailable', 'The stream of deliveries ended.');
  }

  async #once(): Promise<void> {
    const wait = this.#manner === 'wait' ? waitSeconds : 0;
    const began = Date.now();
    const isNew = await this.#ask(wait);
    this.#works();
    if (wait === 0) return this.#pause(pollMs);
    // Something on the way answers at once in the server's place: it must not be asked without end.
    if (!isNew && Date.now() - began < leastWaitMs) await this.#pause(leastWaitMs);
  }

  /** False = what is held is still so. */
  async #ask(wait: number): Promise<boolean> {
    const { config, known, told, confirmed } = this.#deps;
    const { seq, etag } = known();
    const more = { after: String(seq), ...(wait > 0 && { wait: String(wait) }) };
    const path = `${this.#path('')}?${queryOf(config.environment, {}, more)}`;
    const headers: Record<string, string> = etag === null ? {} : { 'if-none-match': etag };
    const answer = await ask(config, path, { headers, timeoutMs: (wait + 10) * 1_000, signal: this.#over.signal });
    if (answer.status === 304) {
      confirmed(Number(answer.header('x-signalbox-seq') ?? 0));
      return false;
    }
    if (!answer.ok) throw refusal(answer);
    const said = saidOf(answer.text);
    told(said);
    return said.etag !== etag;
  }

  readonly #path = (end: string): string => `/api/v1/delivery/${encodeURIComponent(this.#deps.config.agent)}${end}`;

  #pause(ms: number): Promise<void> {
    if (this.#over.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = after(ms, resolve);
      this.#wake = () => {
        timer.stop();
        resolve();
      };
    });
  }
}

/** An event has no ETag: this one is as good for telling answers apart. */
const saidOf = (text: string): Said => {
  const delivery = JSON.parse(text) as Delivery;
  return { delivery, etag: etagOf(delivery) };
};

/** The same as the server's, so that an answer that came as an event need not be sent again. */
export const etagOf = ({ agent, deployment, assignment, release }: Delivery): string =>
  `W/"${agent.id}.${deployment}.${assignment.variant}.${assignment.reason}.${release.digest.slice(0, 16)}${assignment.pinned === true ? '.pinned' : ''}"`;
