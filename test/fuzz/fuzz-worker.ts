import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { Random } from '../bench/random.ts';
import { attempt, attemptInflate, limitsFor } from './attempt.ts';
import { corpus } from './corpus.ts';
import type { FuzzResult, FuzzWork } from './fuzz.ts';
import { mutate } from './mutate.ts';

const slowMs = 200;

/** Body number `index` follows from the seed alone, so that a failure can be repeated. */
function body(seeds: ReturnType<typeof corpus>, seed: number, index: number) {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ index);
  const from = random.pick(seeds);
  return { random, from, ...mutate(from, seeds, random) };
}

async function run({ seconds, seed, progress }: FuzzWork): Promise<FuzzResult> {
  const shared = new Int32Array(progress);
  const seeds = corpus();
  const result: FuzzResult = {
    seed,
    bodies: 0,
    accepted: 0,
    refused: 0,
    slowest_ms: 0,
    heap_growth_mb: 0,
    failures: [],
  };
  const start = performance.now();
  let settled: number | null = null;
  for (let index = 0; performance.now() - start < seconds * 1000 && result.failures.length < 10; index++) {
    const { random, from, bytes, how } = body(seeds, seed, index);
    Atomics.store(shared, 0, index);
    try {
      const read = () => attempt(from.format, bytes, limitsFor(random)) + attemptInflate(bytes, random);
      const { accepted, ms } = timed(read);
      // Nor is a pause of the garbage collector: it counts when the same body is slow again.
      const again = ms > slowMs ? Math.min(ms, timed(read).ms) : ms;
      result.slowest_ms = Math.max(result.slowest_ms, again);
      if (again > slowMs)
        result.failures.push(`body ${index} (${how}, ${bytes.length} bytes) took ${again.toFixed(0)} ms`);
      result.accepted += accepted > 0 ? 1 : 0;
      result.refused += accepted > 0 ? 0 : 1;
    } catch (error) {
      result.failures.push(
        `body ${index} (${how}, ${bytes.length} bytes): ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
    result.bodies++;
    if (settled === null && performance.now() - start > seconds * 300) settled = await heapMb();
    // zlib gives the memory of a failed stream back only when the loop turns.
    if (index % 64 === 0) await turn();
  }
  result.heap_growth_mb = settled === null ? 0 : (await heapMb()) - settled;
  if (result.heap_growth_mb > 32) result.failures.push(`memory grew by ${result.heap_growth_mb.toFixed(0)} MB`);
  return result;
}

/** In CPU time of this thread: a busy machine is not a hang. */
function timed(read: () => number): { accepted: number; ms: number } {
  const start = process.threadCpuUsage();
  const accepted = read();
  const { user, system } = process.threadCpuUsage(start);
  return { accepted, ms: (user + system) / 1000 };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function heapMb(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

parentPort!.postMessage(await run(workerData as FuzzWork));
