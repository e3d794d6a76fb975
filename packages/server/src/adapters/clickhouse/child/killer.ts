import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from 'chdb';

const pauseMs = 100;

/**
 * Ends running statements. The engine's calls take no signal, so KILL QUERY finds a statement by the comment at its head; it is
 * repeated until the statement has ended, for one that has not begun yet is not found.
 */
export type Killer = { kill(mark: string, ended: Promise<unknown>): Promise<void> };

export function createKiller(control: Session): Killer {
  let turn: Promise<unknown> = Promise.resolve();
  const once = (mark: string): Promise<unknown> => {
    turn = turn
      .then(() => control.queryAsync(`KILL QUERY WHERE startsWith(query, '${mark}') ASYNC`))
      .catch(() => undefined);
    return turn;
  };
  return {
    async kill(mark, ended) {
      let running = true;
      const stop = (): void => void (running = false);
      ended.then(stop, stop);
      while (running) {
        await once(mark);
        await sleep(pauseMs);
      }
    },
  };
}
