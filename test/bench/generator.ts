// The load of `bench ingest`, in a process of its own. Told what to do by its parent over IPC; makes everything before the clock starts.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Body, makeLoad } from './load.ts';
import { Sender } from './sender.ts';

export type Order = {
  otlpUrl: string;
  key: string;
  spans: number;
  rate: number;
  plannedRate: number;
  seconds: number;
  connections: number;
  seed: number;
};
export type Prepared = {
  type: 'prepared';
  spans: number;
  runs: number;
  rawBytes: number;
  sentBytes: number;
  startAtMs: number;
};
/** `at`: Unix ms of the 2xx. `spans` and `runs` that it acknowledges. */
export type Ack = { at: number; latencyMs: number; spans: number; runs: number };
export type Report =
  | Prepared
  | { type: 'acks'; acks: Ack[] }
  | { type: 'done'; endedAt: number; errors: number; retries: number; reasons: string[] };

const tell = (report: Report): void => void process.send?.(report);

async function obey(order: Order): Promise<void> {
  const { bodies, startAtMs } = makeLoad(order.spans, { rate: order.plannedRate, seed: order.seed });
  const sum = (value: (body: Body) => number): number => bodies.reduce((total, one) => total + value(one), 0);
  tell({
    type: 'prepared',
    spans: sum((one) => one.spans),
    runs: sum((one) => one.roots),
    rawBytes: sum((one) => one.rawBytes),
    sentBytes: sum((one) => one.bytes.length),
    startAtMs,
  });
  process.once('message', (goAt: number) => void send(order, bodies, goAt));
}

async function send(order: Order, bodies: readonly Body[], goAt: number): Promise<void> {
  const sender = new Sender(order.otlpUrl, order.key, { connections: order.connections, timeoutMs: 30_000 });
  const until = goAt + order.seconds * 1000;
  const reasons = new Set<string>();
  let [next, errors, retries, sentSpans] = [0, 0, 0, 0];
  let acks: Ack[] = [];
  const flush = (): void => {
    if (acks.length > 0) tell({ type: 'acks', acks });
    acks = [];
  };
  const ticker = setInterval(flush, 100);
  await sleep(Math.max(0, goAt - Date.now()));

  /** One exporter: takes the next body when it is due, and sends it until it is acknowledged. */
  const lane = async (): Promise<void> => {
    while (next < bodies.length && Date.now() < until) {
      const body = bodies[next++]!;
      const due = order.rate > 0 ? goAt + (sentSpans / order.rate) * 1000 : 0;
      sentSpans += body.spans;
      if (due > Date.now()) await sleep(due - Date.now());
      for (let tries = 1; ; tries++) {
        const began = performance.now();
        const answer = await sender
          .send(body.bytes)
          .catch((error: Error) => ({ status: 0, retryAfterMs: 100, body: error.message }));
        if (answer.status === 200) {
          if (answer.body.length > 0) reasons.add(`partial success: ${answer.body.slice(0, 200)}`);
          acks.push({ at: Date.now(), latencyMs: performance.now() - began, spans: body.spans, runs: body.roots });
          break;
        }
        const again = [0, 429, 502, 503, 504].includes(answer.status) && tries < 20;
        if (again && answer.status === 429) retries++;
        else errors++;
        reasons.add(`${answer.status} ${answer.body.slice(0, 200)}`);
        if (!again) break;
        await sleep(Math.min(2000, answer.retryAfterMs || 100));
      }
    }
  };
  await Promise.all(Array.from({ length: order.connections }, lane));
  clearInterval(ticker);
  flush();
  sender.close();
  tell({ type: 'done', endedAt: Date.now(), errors, retries, reasons: [...reasons].slice(0, 5) });
  process.disconnect();
}

process.once('message', (order: Order) => void obey(order));
