import { Agent, request } from 'node:http';

export type Answer = { status: number; retryAfterMs: number; body: string };

/** Posts prepared bodies to /v1/traces over kept connections. `send` rejects when there was no answer: nobody knows then whether it was kept. */
export class Sender {
  readonly #agent: Agent;
  readonly #url: URL;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;

  constructor(otlpUrl: string, key: string, { connections, timeoutMs }: { connections: number; timeoutMs: number }) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#url = new URL(`${otlpUrl}/v1/traces`);
    this.#headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip', 'x-signalbox-key': key };
    this.#timeoutMs = timeoutMs;
  }

  send(body: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { ...this.#headers, 'content-length': String(body.length) };
      const call = request(this.#url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        let text = '';
        response.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
        response.once('error', reject);
        response.once('end', () => {
          const seconds = Number(response.headers['retry-after']);
          resolve({ status: response.statusCode ?? 0, retryAfterMs: seconds > 0 ? seconds * 1000 : 0, body: text });
        });
      });
      call.setTimeout(this.#timeoutMs, () => call.destroy(new Error('no answer in time')));
      call.once('error', reject);
      call.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
