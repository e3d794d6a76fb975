import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const entry = join(import.meta.dirname, 'main.ts');
/** The environment of a machine that knows nothing of Signalbox; all ports random. */
const plainEnv = {
  PATH: process.env['PATH'],
  SIGNALBOX_SERVER_PORT: '0',
  SIGNALBOX_SERVER_GRPC_PORT: '0',
  SIGNALBOX_SERVER_OTLP_PORT: '0',
  NODE_NO_WARNINGS: '1',
};

export type Given = { env?: Record<string, string>; cwd?: string };
/** `text`: stdout and stderr so far, as they came. */
export type Started = {
  child: ChildProcess;
  text(): string;
  errors(): string;
  until(words: string): Promise<void>;
  exited: Promise<number | NodeJS.Signals>;
};

const running = new Set<ChildProcess>();

/** Runs one command to its end. */
export const run = (args: readonly string[], { env = {}, cwd = '/' }: Given = {}) =>
  spawnSync(process.execPath, [entry, ...args], {
    env: { ...plainEnv, ...env },
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
  });

/** Starts one command as the head of a process group of its own: whoever it leaves behind is found there. */
export function start(args: readonly string[], { env = {}, cwd = '/' }: Given = {}): Started {
  const child = spawn(process.execPath, [entry, ...args], { env: { ...plainEnv, ...env }, cwd, detached: true });
  running.add(child);
  let text = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => ((text += chunk), (errors += chunk)));
  const exited = new Promise<number | NodeJS.Signals>((done) =>
    child.once('close', (code, signal) => (running.delete(child), done(code ?? signal ?? 'SIGKILL'))),
  );
  const until = async (words: string): Promise<void> => {
    const began = performance.now();
    while (!text.includes(words)) {
      if (child.exitCode !== null || performance.now() - began > 60_000)
        throw new Error(`Waited for "${words}", it said only:\n${text}`);
      await new Promise((done) => setTimeout(done, 10));
    }
  };
  return { child, text: () => text, errors: () => errors, until, exited };
}

/** Is anybody left of the group of a process that has ended? */
export function leftBehind({ child }: Started): boolean {
  try {
    process.kill(-child.pid!, 0);
    return true;
  } catch {
    return false;
  }
}

/** For `afterAll`: ends what a failed test left running. */
export function killStarted(): void {
  for (const child of running) if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
}
