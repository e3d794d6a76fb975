import { spawn } from 'node:child_process';
import { AppError } from '../../spine/errors.ts';

/** `dir`: of the bare repository. `env`: beside what every call is given. Times in milliseconds. */
export type GitCall = {
  dir: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  input?: string | Uint8Array;
  timeoutMs?: number;
  mostBytes?: number;
  /** Ends the call early, with this reason. */
  signal?: AbortSignal;
};

/** Nothing of the machine's or the repository's own configuration may run a program or widen what is allowed. */
const hardening = Object.entries({
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.symlinks': 'false',
  'core.quotePath': 'false',
  'credential.helper': '',
  'gc.auto': '0',
  'http.followRedirects': 'false',
  'fetch.recurseSubmodules': 'false',
  'commit.gpgSign': 'false',
  'protocol.allow': 'never',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const ownEnv: Readonly<Record<string, string>> = {
  ...{ GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_ASKPASS: '/bin/false' },
  ...{ GIT_LITERAL_PATHSPECS: '1', GIT_NO_REPLACE_OBJECTS: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
  GIT_SSH_COMMAND: 'ssh -oBatchMode=yes -oStrictHostKeyChecking=accept-new -oClearAllForwardings=yes',
};
/** Of ours, what a git needs to be found and to reach hosts. */
const inherited = [
  'PATH',
  'HOME',
  'SSH_AUTH_SOCK',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
  'SSL_CERT_FILE',
];

const killGraceMs = 2_000;

/** Runs the machine's git with a list of arguments, never through a shell. Rejects with `prompts.git_failed`. */
export function runGit({
  dir,
  args,
  env,
  input,
  timeoutMs = 30_000,
  mostBytes = 64 << 20,
  signal,
}: GitCall): Promise<Buffer> {
  // Of a signal that is over already no event comes any more.
  if (signal?.aborted === true) return Promise.reject(failedGit(String(signal.reason)));
  const passed = Object.fromEntries(inherited.flatMap((name) => [[name, process.env[name]]]));
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...hardening, `--git-dir=${dir}`, ...args], {
      ...{ cwd: dir, env: { ...passed, ...ownEnv, ...env }, stdio: 'pipe' },
      // A group of its own: what it starts (ssh, a helper for https) ends with it.
      detached: true,
    });
    const out: Buffer[] = [];
    let [bytes, said] = [0, ''];
    let stopped: string | null = null;
    const stop = (reason: string): void => {
      stopped ??= reason;
      killGroup(child.pid, 'SIGTERM');
      setTimeout(() => killGroup(child.pid, 'SIGKILL'), killGraceMs).unref();
    };
    const timer = setTimeout(() => stop(`it took longer than ${timeoutMs / 1000} s`), timeoutMs);
    const onAbort = (): void => stop(String(signal!.reason));
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) stop('it answers with more than is taken');
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => void (said = (said + chunk.toString('utf8')).slice(-4_000)));
    // What it no longer reads, since it has failed, is told by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      end();
    };
    child.on('error', (error) => settle(() => reject(failedGit(reasonOfStart(error)))));
    child.on('close', (code) =>
      settle(() => {
        if (stopped === null && code === 0) resolve(Buffer.concat(out));
        else reject(failedGit(stopped ?? reasonOf(said, code)));
      }),
    );
  });
}

export const failedGit = (reason: string): AppError => new AppError('prompts.git_failed', { params: { reason } });

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

const reasonOfStart = (error: NodeJS.ErrnoException): string =>
  error.code === 'ENOENT' ? 'git is not installed on this server' : `git does not start (${error.code})`;

/** The last lines that say what is wrong, without what could move a terminal. */
function reasonOf(said: string, code: number | null): string {
  const lines = said
    .replaceAll(/[^\P{C}\n]/gu, '\ufffd')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(?:fatal|error|remote|ssh|!|Host key|.*denied)/i.test(line));
  return lines.slice(-3).join('; ').slice(0, 500) || `git ended with ${code}`;
}
