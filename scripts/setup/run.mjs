import { spawn } from 'node:child_process';

const running = new Set();
let stopping = null;

/**
 * Runs a program with its output on stderr (stdout belongs to the answer of set-up). Says how long it takes.
 * @returns {Promise<void>} rejects with the exit code in the message.
 */
export function run(label, [command, ...args], { cwd, env = process.env, say, expect = '' }) {
  if (stopping) return Promise.reject(new Error(`stopped by ${stopping}`));
  const began = Date.now();
  const elapsed = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  if (expect) say(`${label} (${expect}) …`);
  const ticker = setInterval(() => say(`${label}: still at it after ${elapsed()}`), 10_000);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 2, 2] });
    running.add(child);
    const end = (error) => {
      clearInterval(ticker);
      running.delete(child);
      if (error) return reject(error);
      if (expect) say(`${label}: done in ${elapsed()}`);
      resolve();
    };
    child.once('error', (error) => end(new Error(`${label}: cannot run ${command}: ${error.message}`)));
    child.once('exit', (code, signal) =>
      end(
        code === 0
          ? null
          : new Error(
              stopping
                ? `stopped by ${stopping}`
                : `${label} failed (${signal ?? `exit code ${code}`}): ${[command, ...args].join(' ')}`,
            ),
      ),
    );
  });
}

/**
 * Passes signals on to what runs. npm hands SIGTERM to the shell only, and a shell that waits in $(…) dies without telling us:
 * so the death of the parent counts as SIGTERM.
 */
export function forwardSignals() {
  const stop = (signal) => {
    stopping ??= signal;
    for (const child of running) child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && stop('SIGTERM'), 250);
  watch.unref();
}

/** The signal that ended set-up, or null. */
export const stoppedBy = () => stopping;
