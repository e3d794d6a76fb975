// The clients of `bench crash`, in a process of its own: they act like OTLP exporters through every outage, and remember what was acknowledged.
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf } from './load.ts';
import { OtlpEncoder, type SpanOut } from './otlp-encode.ts';
import { Random } from './random.ts';
import { Sender } from './sender.ts';
import { TraceMaker } from './traces.ts';

export type ClientsOrder = { otlpUrl: string; key: string; seed: number; spansPerS: number; ackedFile: string };
export type ClientsReport = {
  spans: number;
  traces: number;
  invocations: number;
  unanswered: number;
  resent: number;
  refused: string[];
  unacknowledged: number;
};

/** How wrong the clock of each client is, in seconds. */
export const clockErrors = [0, 0, 7 * 60, 3 * 86_400, -3 * 3600, -2 * 86_400];

const finishMs = 120_000;
const state = {
  stopping: false,
  giveUpAt: Number.POSITIVE_INFINITY,
  unanswered: 0,
  resent: 0,
  traces: 0,
  invocations: 0,
  pending: 0,
};
const refused = new Set<string>();
/** `<trace> <span>` → start in Unix seconds as sent. */
const acked = new Map<string, number>();

/** One exporter. A request without an answer, or with one that asks to try again, is sent again with the same bytes. */
class Client {
  readonly #sender: Sender;
  readonly #random: Random;
  readonly #maker: TraceMaker;
  readonly #encoder = new OtlpEncoder();
  readonly #clockError: number;
  readonly #spansPerS: number;
  #later: SpanOut[] = [];

  constructor(order: ClientsOrder, at: number) {
    this.#sender = new Sender(order.otlpUrl, order.key, { connections: 1, timeoutMs: 5000 });
    this.#random = new Random(order.seed + at);
    this.#maker = new TraceMaker(order.seed * 100 + at, 1 << 20);
    this.#clockError = clockErrors[at]! * 1000;
    this.#spansPerS = order.spansPerS / clockErrors.length;
  }

  async work(): Promise<void> {
    const queue: SpanOut[] = [];
    while (!state.stopping) {
      const batch = this.#random.between(20, 160);
      while (queue.length < batch) {
        const trace = this.#maker.next(Date.now() + this.#clockError);
        state.traces++;
        state.invocations += trace.invocations;
        queue.push(...trace.spans);
      }
      await this.#deliver(queue.splice(0, batch));
      await sleep((batch / this.#spansPerS) * 1000 * this.#random.unit() * 2);
      if (this.#later.length > 60) await this.#deliverAgain();
    }
    await this.#deliver(queue); // whole traces, so that every run is complete
    await this.#deliverAgain();
    this.#sender.close();
  }

  async #deliver(spans: readonly SpanOut[]): Promise<void> {
    if (await this.#persist(spans)) this.#later.push(...spans.filter(() => this.#random.chance(0.1)));
  }

  /** A tenth of what was acknowledged comes once more, mixed and cut differently. */
  async #deliverAgain(): Promise<void> {
    const mixed = this.#later.sort(() => this.#random.unit() - 0.5);
    this.#later = [];
    while (mixed.length > 0) {
      const part = mixed.splice(0, this.#random.between(5, 50));
      if (await this.#persist(part)) state.resent += part.length;
    }
  }

  async #persist(spans: readonly SpanOut[]): Promise<boolean> {
    if (spans.length === 0) return false;
    const { bytes } = bodyOf(spans, this.#encoder);
    state.pending += spans.length;
    for (let wait = 50; Date.now() < state.giveUpAt; wait = Math.min(1000, wait * 2)) {
      const answer = await this.#sender.send(bytes).catch(() => null);
      if (answer?.status === 200) {
        if (answer.body.length > 0) refused.add(`partial success: ${answer.body.slice(0, 200)}`);
        for (const span of spans)
          acked.set(`${hex(span.traceId)} ${hex(span.spanId)}`, Number(span.startNs / 1_000_000_000n));
        state.pending -= spans.length;
        return true;
      }
      if (answer && ![429, 502, 503, 504].includes(answer.status)) {
        refused.add(`${answer.status} ${answer.body.slice(0, 200)}`);
        return false;
      }
      state.unanswered++;
      await sleep(wait);
    }
    return false;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function obey(order: ClientsOrder): Promise<void> {
  process.once('message', () => Object.assign(state, { stopping: true, giveUpAt: Date.now() + finishMs }));
  await Promise.all(clockErrors.map((_, at) => new Client(order, at).work()));
  writeFileSync(order.ackedFile, [...acked].map(([id, start]) => `${id} ${start}\n`).join(''));
  const report: ClientsReport = {
    ...state,
    spans: acked.size,
    refused: [...refused].slice(0, 5),
    unacknowledged: state.pending,
  };
  process.send?.(report);
  process.disconnect();
}

process.once('message', (order: ClientsOrder) => void obey(order));
