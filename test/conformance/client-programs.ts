import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Programs written with real SDKs, in a folder of their own, and the fake model provider they talk to. */
const shared = fileURLToPath(new URL('../../../shared/clients', import.meta.url));
export const present = existsSync(shared);

const run = promisify(execFile);
const node = dirname(process.execPath);

export type Programs = {
  /** Fetches what the client needs. @returns why it cannot be had, or null */
  install(client: string): Promise<string | null>;
  /** Runs a program to its end. @returns what it printed */
  run(client: string, program: string, env: Record<string, string>): Promise<string>;
  close(): void;
};

export async function clientPrograms(providerPort: number): Promise<Programs> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-clients-'));
  cpSync(shared, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  // Some SDKs send nothing where NODE_ENV says that tests are run.
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PATH: `${node}:${process.env['PATH']}`,
    FAKE_PORT: String(providerPort),
  };
  const provider: ChildProcess = spawn(process.execPath, ['fake-provider.mjs'], { cwd: folder, env, stdio: 'pipe' });
  await new Promise((resolve, reject) => {
    provider.stdout!.once('data', resolve);
    provider.once('exit', reject);
  });
  return {
    install: (client) =>
      // Their own peer ranges contradict each other by now.
      run(
        'npm',
        ['install', '--legacy-peer-deps', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'],
        {
          cwd: join(folder, client),
          env,
          timeout: 240_000,
        },
      ).then(
        () => null,
        (error: { stderr?: string; message: string }) =>
          `its packages cannot be installed: ${(error.stderr || error.message).split('\n')[0]}`,
      ),
    async run(client, program, more) {
      const options = { cwd: join(folder, client), env: { ...env, ...more }, timeout: 120_000, maxBuffer: 1 << 24 };
      const { stdout, stderr } = await run(process.execPath, [program], options);
      return stdout + stderr;
    },
    close() {
      provider.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
