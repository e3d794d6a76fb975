import type { Tx } from '../spine/tx.ts';

/** One queue in the control state; a job sent inside a transaction exists only if that transaction commits. */
export interface Jobs {
  /**
   * Of one `singletonKey` at most one job waits: a further send is dropped, even when the waiting job starts before the sender
   * commits. So only for jobs whose next run makes good whatever this one missed. Queues sent to are named when jobs are opened.
   */
  send(name: string, data: object, options?: { tx?: Tx; singletonKey?: string; startAfterMs?: number }): Promise<void>;
  /** Registers the worker of a queue. A throw is retried with back-off, five times. `lookEveryMs`: default and least 500. */
  work<T extends object>(name: string, handle: (data: T) => Promise<void>, lookEveryMs?: number): Promise<void>;
  /** Cron in UTC, at most one run per tick over all nodes. */
  schedule(name: string, cron: string, data?: object): Promise<void>;
  stop(): Promise<void>;
}
