// Who asks which release to run, for `bench delivery`: an open load of single requests, and instances of the SDK.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Release, type Signalbox, signalbox } from '../../packages/sdk/src/index.ts';

/** `urls`: servers of one control state. */
export type Target = { urls: readonly string[]; key: string; agent: string };
/**
 * Milliseconds of each answered request: `latencies` from when it was sent, `fromDue` from when it was to be sent. The load waits for no
 * answer, so between the two lies only its own delay, where its core is taken by others.
 */
export type Served = { latencies: number[]; fromDue: number[]; errors: number; seconds: number };

/** At `rate` requests a second, half natively and half by OFREP. */
export async function openLoad(target: Target, { rate, seconds }: { rate: number; seconds: number }): Promise<Served> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const latencies: number[] = [];
  const fromDue: number[] = [];
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
    const at = performance.now();
    const asked = one(target, agent, made++).then(
      (status) => {
        const now = performance.now();
        if (status !== 200) return void errors++;
        latencies.push(now - at);
        fromDue.push(now - due);
      },
      () => void errors++,
    );
    running.add(asked);
    void asked.finally(() => running.delete(asked));
    // Answers are read between requests, even when the load is late.
    if (made % 16 === 0) await new Promise((next) => setImmediate(next));
  }
  await Promise.all(running);
  agent.destroy();
  return { latencies, fromDue, errors, seconds: (performance.now() - began) / 1_000 };
}

async function one({ urls, key, agent: name }: Target, agent: Agent, n: number): Promise<number> {
  const url = urls[(n >> 1) % urls.length]!;
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

/**
 * One instance of an agent, by the SDK; every other one behind something that lets no events through, so that it asks with `wait`.
 * `release` and `seq` are what it runs now.
 */
export class Instance {
  release = '';
  seq = 0;
  /** How often it went back to an older place in the ledger; must stay 0. */
  backwards = 0;
  readonly #client: Signalbox;

  /** Every other of each kind begins at the next server, and goes on to the next when its own cannot be reached, as behind a balancer. */
  constructor({ urls, key, agent }: Target, told: () => void, n: number) {
    const onRelease = ({ id, seq }: Release): void => {
      if (seq < this.seq) this.backwards++;
      this.seq = seq;
      this.release = id ?? '';
      told();
    };
    const url = urls[0]!;
    let at = n >> 1;
    const balanced = async (to: string, init: RequestInit): Promise<Response> => {
      if (n % 2 === 1 && to.includes('/stream')) return noEvents();
      try {
        return await fetch(to.replace(url, urls[at % urls.length]!), init);
      } catch (error) {
        at++;
        throw error;
      }
    };
    this.#client = signalbox({ url, key, agent, onRelease, onError: () => {}, fetch: balanced });
  }

  async close(): Promise<void> {
    await this.#client.close(1_000);
  }
}

const noEvents = (): Promise<Response> =>
  Promise.resolve(new Response('', { headers: { 'content-type': 'text/html' } }));
