import { getPriority, setPriority } from 'node:os';

/** Bookkeeping gives way to what people and agents wait for: which of it more. Steps of `nice`. */
const steps = { some: 5, much: 10 } as const;
const lowest = 19;

/**
 * Lets the calling thread go behind those that answer requests, for as long as it lives. Where a core is short, a message to a thread
 * of the same standing would hand the core to it, and every answer would wait until it was done. Does nothing where threads cannot have
 * a priority of their own.
 */
export function giveWay(how: keyof typeof steps): void {
  if (process.platform !== 'linux') return;
  setPriority(Math.min(lowest, getPriority() + steps[how]));
}
