import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const signals = join(import.meta.dirname, 'signals.ts');

/** A process that stops with `stop`; each signal is sent once the word before it was said. */
function withSignals(
  stop: string,
  sent: readonly (readonly [word: string, signal: NodeJS.Signals])[],
): Promise<number | null> {
  const program = `
    const { untilSignalled } = await import(${JSON.stringify(signals)});
    const alive = setInterval(() => {}, 1000);
    setTimeout(() => console.log('ready'), 50);
    await untilSignalled(${stop});
    clearInterval(alive);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const left = [...sent];
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    while (left[0] !== undefined && text.includes(left[0][0])) child.kill(left.shift()![1]);
  });
  return new Promise((done) => child.once('exit', (code) => done(code)));
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops in order', async (signal) => {
  expect(await withSignals('async () => {}', [['ready', signal]])).toBe(0);
});

test('a second signal ends a stop that hangs', async () => {
  const hangs = '() => new Promise(() => {})';
  expect(
    await withSignals(hangs, [
      ['ready', 'SIGTERM'],
      ['Stopping', 'SIGINT'],
    ]),
  ).toBe(130);
});
