/** What of Node the SDK uses where there is a Node, asked for at run time: browsers and edge workers go without. */
export type Files = {
  readFile(path: string, encoding: 'utf8'): Promise<string>;
  writeFile(path: string, text: string, options: { mode: number }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  rm(path: string, options: { force: true }): Promise<void>;
};
export type Carrier<T> = { run<R>(value: T, work: () => R): R; getStore(): T | undefined };

type Process = { env?: Record<string, string | undefined>; getBuiltinModule?: (name: string) => unknown };
const node = (globalThis as { process?: Process }).process;

export const environmentVariable = (name: string): string | undefined => {
  const value = node?.env?.[name];
  return value === undefined || value === '' ? undefined : value;
};

/** null = not Node, or one before 20.16. */
export const filesHere = (): Files | null =>
  (node?.getBuiltinModule?.('node:fs/promises') as Files | undefined) ?? null;

/** Carries a value along awaits; null = as above. */
export function carrier<T>(): Carrier<T> | null {
  const hooks = node?.getBuiltinModule?.('node:async_hooks') as { AsyncLocalStorage: new () => Carrier<T> } | undefined;
  return hooks === undefined ? null : new hooks.AsyncLocalStorage();
}

/** A timer that keeps no process alive. */
export function after(ms: number, work: () => void): { stop(): void } {
  const timer = setTimeout(work, ms) as unknown as { unref?: () => void };
  timer.unref?.();
  return { stop: () => clearTimeout(timer as unknown as number) };
}

/** Somebody waits: the process must not end before it is over, as it would by the timers of `after`. */
export function wait(ms: number): { over: Promise<void>; stop(): void } {
  let stop = (): void => {};
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { over, stop };
}

/** Random bytes as hexadecimal digits. */
export function randomHex(bytes: number): string {
  const numbers = new Uint8Array(bytes);
  // Node 18 has no global crypto unless it is asked for.
  if (globalThis.crypto === undefined) for (let at = 0; at < bytes; at++) numbers[at] = Math.random() * 256;
  else globalThis.crypto.getRandomValues(numbers);
  return Array.from(numbers, (one) => one.toString(16).padStart(2, '0')).join('');
}
