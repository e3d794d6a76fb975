import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const signals = join(import.meta.dirname, 'signals.ts');
type Sent = readonly (readonly [word: string, signal: NodeJS.Signals])[];

/** A process that runs `body` after it began to listen; each signal is sent once the word before it was said. */
function listening(body: string, sent: Sent): Promise<{ code: number | null; said: string }> {
  const program = `
    const { listenForStop, untilAborted } = await import(${JSON.stringify(signals)});
    const stop = listenForStop();
    const alive = setInterval(() => {}, 1000);
    console.log('ready');
    ${body}
    clearInterval(alive);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const left = [...sent];
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    while (left[0] !== undefined && said.includes(left[0][0])) child.kill(left.shift()![1]);
  });
  return new Promise((done) => child.once('exit', (code) => done({ code, said })));
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s stops in order, says how to force it, and is known by its exit code %d', async (signal, exitCode) => {
  const body = 'await untilAborted(stop); console.log(stop.reason.exitCode);';
  const { code, said } = await listening(body, [['ready', signal]]);
  expect(code).toBe(0);
  expect(said).toContain(`Stopping (${signal}); once more to force\n${exitCode}\n`);
});

test('a signal that came before anyone waited is not lost', async () => {
  const body = 'while (!stop.aborted) await new Promise((r) => setTimeout(r, 5)); await untilAborted(stop);';
  expect(await listening(body, [['ready', 'SIGTERM']])).toMatchObject({ code: 0 });
});

test.each([
  ['SIGTERM', 'SIGINT', 130],
  ['SIGINT', 'SIGTERM', 143],
] as const)('after %s, %s ends a stop that hangs', async (first, second, code) => {
  const sent = [
    ['ready', first],
    ['Stopping', second],
  ] as const;
  expect(await listening('await untilAborted(stop); await new Promise(() => {});', sent)).toMatchObject({ code });
});
