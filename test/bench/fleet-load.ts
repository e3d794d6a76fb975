// The load of `bench fleet`, in a process of its own: a fleet's past as fast as it is taken, then its present at a rate, until told to end.
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf } from './load.ts';
import { OtlpEncoder, type SpanOut } from './otlp-encode.ts';
import { Sender } from './sender.ts';
import { TraceMaker } from './traces.ts';

/** `agents`: half of them top-most, half their reviewers. The past lies within `days` before now; with `releases`, one after the other in it. */
export type FleetOrder = {
  otlpUrl: string;
  key: string;
  spans: number;
  agents: number;
  days: number;
  rate: number;
  seed: number;
  releases?: number;
};
export type FleetReport =
  | { type: 'past'; spans: number; runs: number; seconds: number }
  | { type: 'present'; spans: number; runs: number; seconds: number; late: number; errors: number };

const batch = 512;
const lanes = 6;
const dayMs = 86_400_000;
const tell = (report: FleetReport): void => void process.send?.(report);

class Fleet {
  readonly #order: FleetOrder;
  readonly #sender: Sender;
  readonly #maker: TraceMaker;
  readonly #encoder = new OtlpEncoder(4 << 20);
  readonly #queue: SpanOut[] = [];
  readonly #began = Date.now();
  spans = 0;
  runs = 0;
  errors = 0;

  constructor(order: FleetOrder) {
    this.#order = order;
    this.#sender = new Sender(order.otlpUrl, order.key, { connections: lanes, timeoutMs: 30_000 });
    const names = Array.from({ length: Math.max(1, Math.round(order.agents / 2)) }, (_, at) => `agent-${at + 1}`);
    this.#maker = new TraceMaker(order.seed, 16 << 20, names);
  }

  /** Which release runs at `endMs`; null where none is told. */
  #releaseAt(endMs: number): string | null {
    const { releases = 0, days } = this.#order;
    if (releases === 0) return null;
    const passed = 1 - (this.#began - endMs) / (days * dayMs);
    return `1.${Math.min(releases - 1, Math.max(0, Math.floor(passed * releases)))}.0`;
  }

  /** One request of traces that end about `endMs`, sent until it is taken. */
  async send(endMs: number): Promise<void> {
    const release = this.#releaseAt(endMs);
    while (this.#queue.length < batch) this.#queue.push(...this.#maker.next(endMs, release).spans);
    const body = bodyOf(this.#queue.splice(0, batch), this.#encoder);
    for (let tries = 1; tries <= 100; tries++) {
      const answer = await this.#sender.send(body.bytes).catch(() => ({ status: 0, retryAfterMs: 200 }));
      if (answer.status === 200) {
        this.spans += body.spans;
        this.runs += body.roots;
        return;
      }
      if (![0, 429, 502, 503, 504].includes(answer.status)) break;
      await sleep(Math.min(2_000, answer.retryAfterMs || 200));
    }
    this.errors++;
  }

  /** In order of time, as days pass: what arrives together lies together. */
  async past(): Promise<void> {
    const { spans, days } = this.#order;
    const [from, bodies] = [Date.now() - days * dayMs, Math.ceil(spans / batch)];
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < bodies) await this.send(from + (++next / bodies) * days * dayMs);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** At the rate; `late`: requests that went out more than a second after they were due. */
  async present(over: () => boolean): Promise<number> {
    const began = Date.now();
    let [made, late] = [0, 0];
    const lane = async (): Promise<void> => {
      while (!over()) {
        const due = began + (made++ * batch * 1000) / this.#order.rate;
        if (due > Date.now()) await sleep(due - Date.now());
        if (Date.now() - due > 1_000) late++;
        await this.send(Date.now());
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return late;
  }
}

async function obey(order: FleetOrder): Promise<void> {
  const fleet = new Fleet(order);
  const startedAt = performance.now();
  await fleet.past();
  const { spans, runs } = fleet;
  tell({ type: 'past', spans, runs, seconds: (performance.now() - startedAt) / 1000 });
  let over = false;
  process.once('message', () => {
    const began = performance.now();
    process.once('message', () => (over = true));
    void fleet
      .present(() => over)
      .then((late) => {
        const seconds = (performance.now() - began) / 1000;
        tell({
          type: 'present',
          spans: fleet.spans - spans,
          runs: fleet.runs - runs,
          seconds,
          late,
          errors: fleet.errors,
        });
        process.exit();
      });
  });
}

process.once('message', (order: FleetOrder) => void obey(order));
// Whoever asked for the load is gone.
process.once('disconnect', () => process.exit());
