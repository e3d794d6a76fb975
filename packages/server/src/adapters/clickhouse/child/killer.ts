import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from 'chdb';

const pauseMs = 100;

/** In two pieces, so that the looking statement does not find itself. */
const found = (mark: string): string => `position(query, '${mark.slice(0, 9)}' || '${mark.slice(9)}') > 0`;

/**
 * Ends running statements. The engine's calls take no signal, so KILL QUERY finds a statement by a comment in it; it is
 * repeated until the statement has ended, for one that has not begun yet is not found.
 */
export type Killer = { kill(mark: string, ended: Promise<unknown>): Promise<void> };

export function createKiller(control: Session): Killer {
  let turn: Promise<unknown> = Promise.resolve();
  const once = (mark: string): Promise<unknown> => {
    turn = turn.then(() => control.queryAsync(`KILL QUERY WHERE ${found(mark)} ASYNC`)).catch(() => undefined);
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
