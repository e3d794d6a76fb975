import { setPriority } from 'node:os';
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WarehouseHealth } from '../../ports/warehouse.ts';
import type { ChildMessage, ChildOptions } from './child/protocol.ts';
import { createHealth } from './health.ts';
import { isMainThreadBusy, watchOver } from './watchdog.ts';

export type SupervisorOptions = {
  /** Where the warehouse lives; made when it is not there. One process at a time. */
  dataDir: string;
  /** What the engine may allocate in all, in bytes. Default 640 MiB; the process is about 250 MB larger. */
  memoryBytes?: number;
  readers?: number;
  maxWaiting?: number;
  /** How long to wait for a directory in use, in milliseconds; 5,000 by default. The child of a server that was killed takes a moment to go. */
  lockPatienceMs?: number;
};

type Endpoint = { url: string; token: string };

/** Keeps one chDB child running. */
export type Supervisor = {
  /** Where the child listens now; undefined while there is none. The port changes with every restart. */
  endpoint(): Endpoint | undefined;
  health(): WarehouseHealth;
  onHealth(changed: (health: WarehouseHealth) => void): () => void;
  /** The child's process id, for tests and `doctor`. */
  pid(): number | undefined;
  stop(): Promise<void>;
};

const MiB = 1024 * 1024;
const startMs = 60_000;
const stopMs = 12_000;
const steadyMs = 30_000;
/** Waits before the second, third … try; the first comes at once, and none is later than 4 s. */
const backOffMs = [0, 250, 500, 1_000, 2_000, 4_000];

/** Starts the child and resolves when it serves. Rejects when the first start fails (a locked directory, no native library). */
export async function startSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const config: ChildOptions = {
    dir: resolve(options.dataDir),
    token: randomBytes(24).toString('base64url'),
    database: 'signalbox',
    readers: options.readers ?? 4,
    maxWaiting: options.maxWaiting ?? 64,
    memoryBytes: options.memoryBytes ?? 640 * MiB,
    stallMs: 30_000,
  };
  mkdirSync(config.dir, { recursive: true, mode: 0o700 });
  const health = createHealth();
  let child: Running | undefined;
  let stopped = false;
  let tries = 0;
  let retry: NodeJS.Timeout | undefined;
  let starting: Promise<void> = Promise.resolve();
  let stopWatching = (): void => {};

  const start = async (): Promise<void> => {
    health.set('starting', null);
    const running = await launch(config);
    if (stopped) return end(running.process);
    child = running;
    const since = performance.now();
    let hung = '';
    running.process.once('exit', (code, signal) => lost(`chDB ${hung}ended (${signal ?? `code ${code}`})`, since));
    const giveUp = (forMs: number): void => {
      hung = `did not answer for ${forMs / 1000} s; `;
      running.process.kill('SIGKILL');
    };
    const { pid = 0 } = running.process;
    stopWatching = watchOver(`http://127.0.0.1:${running.port}`, giveUp, { isBusy: () => isMainThreadBusy(pid) });
    health.set('up', null);
  };
  const lost = (why: string, since: number): void => {
    stopWatching();
    child = undefined;
    if (stopped) return;
    tries = performance.now() - since > steadyMs ? 0 : tries;
    health.set('down', why, true);
    again();
  };
  const again = (): void => {
    const wait = backOffMs[Math.min(tries, backOffMs.length - 1)] ?? 0;
    tries += 1;
    retry = setTimeout(() => {
      starting = start().catch((error: unknown) => {
        health.set('down', error instanceof Error ? error.message : String(error));
        if (!stopped) again();
      });
    }, wait);
  };

  await startWhenFree(start, options.lockPatienceMs ?? 5_000);
  return {
    endpoint: () => child && { url: `http://127.0.0.1:${child.port}`, token: config.token },
    health: health.get,
    onHealth: health.onChange,
    pid: () => child?.process.pid,
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await starting;
      stopWatching();
      if (child) await end(child.process);
      health.set('down', 'stopped');
    },
  };
}

async function startWhenFree(start: () => Promise<void>, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof DirectoryInUse) || performance.now() > until) throw error;
      await new Promise((next) => setTimeout(next, 250));
    }
  }
}

class DirectoryInUse extends Error {}

type Running = { process: ChildProcess; port: number };

function launch(config: ChildOptions): Promise<Running> {
  const file = fileURLToPath(new URL(`./chdb-child${extname(import.meta.url)}`, import.meta.url));
  const child = fork(file, [], {
    // Every query under way holds a thread of libuv's pool, which files and gzip share; the default of 4 would leave none to cancel with.
    env: { ...process.env, UV_THREADPOOL_SIZE: String(config.readers + 8), MALLOC_ARENA_MAX: '2' },
    execArgv: ['--max-old-space-size=256'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // Telemetry is acknowledged before the engine works on it: on a full machine answers come first, inserts gather and cost less.
  if (child.pid !== undefined) setPriority(child.pid, 10);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  return new Promise((done, fail) => {
    const tooLate = setTimeout(() => void child.kill('SIGKILL'), startMs);
    const refused = (message: string): void => {
      clearTimeout(tooLate);
      fail(explained(config.dir, `${message}\n${said}`.trim()));
    };
    child.once('exit', (code, signal) => refused(`chDB did not start (${signal ?? `code ${code}`})`));
    child.on('error', (error) => refused(error.message));
    child.on('message', (message: ChildMessage) => {
      if (message.kind === 'failed') said = `${message.message}\n${said}`;
      if (message.kind !== 'ready') return;
      clearTimeout(tooLate);
      child.removeAllListeners('exit');
      done({ process: child, port: message.port });
    });
    child.send(config);
  });
}

const explained = (dir: string, message: string): Error =>
  /Cannot lock file/.test(message)
    ? new DirectoryInUse(
        `The warehouse in ${dir} is in use by another process. Stop that one, or choose another data directory.`,
      )
    : new Error(message);

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await gone;
  clearTimeout(force);
}
