import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { entryFile } from '../../spine/entry-file.ts';
import { AppError } from '../../spine/errors.ts';
import type { PgliteReply } from './pglite-protocol.ts';
import { sqlError, stateUnavailable } from './sql-error.ts';
import type { WireResult } from './wire.ts';

type Pending = { resolve(result: WireResult): void; reject(error: Error): void };

/** The main thread's end of one PGlite worker. When the worker dies every open request fails with `state.unavailable`. */
export class PgliteLink {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #cause: unknown;
  alive = true;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: PgliteReply) => this.#settle(reply));
    worker.on('error', (error) => void (this.#cause = error));
    worker.on('exit', () => this.#fail());
  }

  /** Opens the cluster in `dir`, which must be there. */
  static async open(dir: string): Promise<PgliteLink> {
    const worker = new Worker(entryFile('./pglite-worker', import.meta.url), { workerData: { dir }, execArgv: [] });
    const link = new PgliteLink(worker);
    await once(worker, 'message').catch((cause: unknown) => Promise.reject(stateUnavailable(cause)));
    return link;
  }

  run(sql: string, values: readonly unknown[] = []): Promise<WireResult> {
    if (!this.alive) return Promise.reject(this.#lost());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, sql, values });
    });
  }

  async close(): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.#worker, 'exit');
    this.#worker.postMessage({ id: ++this.#lastId, close: true });
    await gone;
  }

  #settle(reply: PgliteReply): void {
    if ('ready' in reply) return;
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('result' in reply) pending?.resolve(reply.result);
    else pending?.reject(sqlError(Object.assign(new Error(reply.failure.message), reply.failure)));
  }

  #fail(): void {
    this.alive = false;
    for (const pending of this.#pending.values()) pending.reject(this.#lost());
    this.#pending.clear();
  }

  #lost(): AppError {
    return stateUnavailable(this.#cause ?? new Error('The embedded database stopped.'));
  }
}
