import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

/** In a thread of its own: the priority of one that was lowered cannot be raised again. */
function inThread(body: string): Promise<number> {
  const module = JSON.stringify(new URL('./give-way.ts', import.meta.url).href);
  const code = `const { giveWay } = await import(${module});
    const { parentPort } = await import('node:worker_threads');
    const { getPriority } = await import('node:os');
    ${body}
    parentPort.postMessage(getPriority());`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

const own = getPriority();
test.runIf(process.platform === 'linux').each<[string, string, number]>([
  ['none', '', 0],
  ['some', `giveWay('some');`, 5],
  ['much', `giveWay('much');`, 10],
  ['as far as it goes', `for (let n = 0; n < 9; n++) giveWay('much');`, 19],
])('%s: the thread that calls goes back, those beside it stay', async (_, body, by) => {
  expect(await inThread(body)).toBe(Math.min(19, own + by));
  expect(getPriority()).toBe(own);
});
