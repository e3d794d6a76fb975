// Who asks which release to run, for `bench delivery`: an open load of single requests, and instances that hold a line.
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export type Target = { url: string; key: string; agent: string };
export type Served = { latencies: number[]; errors: number; seconds: number };

/** At `rate` requests a second, half natively and half by OFREP. Latencies in ms from when a request was due: waiting counts. */
export async function openLoad(target: Target, { rate, seconds }: { rate: number; seconds: number }): Promise<Served> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const latencies: number[] = [];
  const running = new Set<Promise<void>>();
  let errors = 0;
  const began = performance.now();
  for (let made = 0; made < rate * seconds;) {
    const due = began + (made * 1_000) / rate;
    const ahead = due - performance.now();
    if (ahead > 0.5) {
      await sleep(Math.max(1, Math.floor(ahead)));
      continue;
    }
    const asked = one(target, agent, made++).then(
      (status) => void (status === 200 ? latencies.push(performance.now() - due) : errors++),
      () => void errors++,
    );
    running.add(asked);
    void asked.finally(() => running.delete(asked));
    // Answers are read between requests, even when the load is late.
    if (made % 16 === 0) await new Promise((next) => setImmediate(next));
  }
  await Promise.all(running);
  agent.destroy();
  return { latencies, errors, seconds: (performance.now() - began) / 1_000 };
}

async function one({ url, key, agent: name }: Target, agent: Agent, n: number): Promise<number> {
  const user = `user-${n % 5_000}`;
  if (n % 2 === 0) {
    const path = `${url}/api/v1/delivery/${name}?user=${user}`;
    return (await sent(path, { agent, headers: { 'x-signalbox-key': key } })).status;
  }
  const body = JSON.stringify({ context: { targetingKey: user } });
  const headers = { 'x-api-key': key, 'content-type': 'application/json', 'content-length': String(body.length) };
  const options = { agent, method: 'POST', headers };
  return (await sent(`${url}/ofrep/v1/evaluate/flags/agent:${name}`, options, body)).status;
}

type Options = { agent: Agent; method?: string; headers: Record<string, string> };

export function sent(url: string, options: Options, body?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text })).once('error', reject);
    });
    call.setTimeout(90_000, () => call.destroy(new Error('no answer in time')));
    call.once('error', reject).end(body);
  });
}

/** One instance: every other one streams, the others poll long. `release` and `seq` are what it was told last. */
export class Instance {
  release = '';
  seq = 0;
  /** How often it was told of an older place in the ledger than it had seen; must stay 0. */
  backwards = 0;
  readonly #target: Target;
  readonly #told: () => void;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #over = false;

  constructor(target: Target, told: () => void, isStream: boolean) {
    this.#target = target;
    this.#told = told;
    void (isStream ? this.#stream() : this.#poll());
  }

  close(): void {
    this.#over = true;
    this.#agent.destroy();
  }

  #hear(text: string): void {
    const { seq, release } = JSON.parse(text) as { seq: number; release: { id: string } };
    if (seq < this.seq) this.backwards++;
    this.seq = seq;
    this.release = release.id;
    this.#told();
  }

  async #poll(): Promise<void> {
    const { url, key, agent } = this.#target;
    while (!this.#over) {
      const path = `${url}/api/v1/delivery/${agent}?wait=30&after=${this.seq}`;
      const answer = await sent(path, { agent: this.#agent, headers: { 'x-signalbox-key': key } }).catch(() => null);
      if (answer?.status === 200) this.#hear(answer.text);
      else if (answer?.status !== 304) await sleep(100);
    }
  }

  async #stream(): Promise<void> {
    while (!this.#over) {
      await this.#listen().catch(() => {});
      await sleep(100);
    }
  }

  #listen(): Promise<void> {
    const { url, key, agent } = this.#target;
    const options = { agent: this.#agent, headers: { 'x-signalbox-key': key } };
    return new Promise((resolve, reject) => {
      const hear = (response: IncomingMessage): void => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          const frames = (text + chunk).split('\n\n');
          text = frames.pop()!;
          for (const frame of frames) {
            const data = /^data: (.*)$/m.exec(frame)?.[1];
            if (data !== undefined) this.#hear(data);
          }
        });
        response.once('end', resolve).once('error', reject);
      };
      request(`${url}/api/v1/delivery/${agent}/stream`, options, hear).once('error', reject).end();
    });
  }
}
