import { refusal } from './exception.ts';

/** Connections of one kind with one bounded queue before them: one connection runs one query at a time. */
export type Lanes<S> = {
  /**
   * Runs `work` on the next free connection, in order of arrival. Rejects with a refusal when too many wait already, and with the
   * signal's reason when it aborts before the work began; from then on the work itself must mind the signal.
   */
  run<T>(work: (connection: S) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
};

export function createLanes<S>(connections: readonly S[], maxWaiting: number): Lanes<S> {
  const free = [...connections];
  const waiting: { start: (connection: S) => void }[] = [];
  let idlers: (() => void)[] = [];

  const take = (signal: AbortSignal): Promise<S> => {
    signal.throwIfAborted();
    const ready = free.pop();
    if (ready !== undefined) return Promise.resolve(ready);
    if (waiting.length >= maxWaiting) {
      throw refusal(
        202,
        'TOO_MANY_SIMULTANEOUS_QUERIES',
        `${waiting.length} queries wait already; try again in a second`,
      );
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(signal.reason as Error);
      };
      const turn = {
        start: (connection: S) => {
          signal.removeEventListener('abort', leave);
          resolve(connection);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(turn);
    });
  };

  const give = (connection: S): void => {
    const next = waiting.shift();
    if (next) return next.start(connection);
    free.push(connection);
    if (free.length < connections.length) return;
    for (const wake of idlers) wake();
    idlers = [];
  };

  return {
    async run(work, signal) {
      const connection = await take(signal);
      try {
        return await work(connection);
      } finally {
        give(connection);
      }
    },
    idle: () =>
      free.length === connections.length ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve)),
  };
}
