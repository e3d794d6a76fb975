import { Worker } from 'node:worker_threads';

export type FuzzResult = {
  seed: number;
  bodies: number;
  /** Bodies that at least one reader took, and bodies that all refused in the proper way. */
  accepted: number;
  refused: number;
  slowest_ms: number;
  heap_growth_mb: number;
  /** Crashes, hangs, broken promises and memory growth, each with the number of its body. Empty is a pass. */
  failures: string[];
};
export type FuzzWork = { seconds: number; seed: number; progress: SharedArrayBuffer };

const graceMs = 20_000;

/**
 * Feeds mutated bodies of real clients to every wire reader for so many seconds. Runs in a worker with a bounded heap, because
 * an endless loop or a full heap could not be told from within.
 */
export async function fuzzWire({ seconds, seed }: { seconds: number; seed: number }): Promise<FuzzResult> {
  const progress = new SharedArrayBuffer(4);
  const workerData: FuzzWork = { seconds, seed, progress };
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  let timer: NodeJS.Timeout | undefined;
  const failed = (what: string): FuzzResult => {
    const failures = [`body ${Atomics.load(new Int32Array(progress), 0)}: ${what}`];
    return { seed, bodies: 0, accepted: 0, refused: 0, slowest_ms: 0, heap_growth_mb: 0, failures };
  };
  try {
    return await new Promise<FuzzResult>((resolve) => {
      worker.once('message', resolve);
      worker.once('error', (error) => resolve(failed(String(error))));
      timer = setTimeout(() => resolve(failed('does not end')), seconds * 1000 + graceMs);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
