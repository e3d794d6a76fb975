import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entryFile } from '../../spine/entry-file.ts';

/**
 * Makes the cluster in `dir` unless one is there. It appears whole or not at all, however this process ends. PGlite makes files that
 * everybody may write, whatever the umask, and the folder above may be open to all: the cluster's own is its owner's only.
 */
export async function ensureCluster(dir: string): Promise<void> {
  if (!existsSync(join(dir, 'PG_VERSION'))) {
    const fresh = `${dir}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true, mode: 0o700 });
    await initialise(fresh);
    rmSync(dir, { recursive: true, force: true });
    renameSync(fresh, dir);
  }
  chmodSync(dir, 0o700);
}

async function initialise(dir: string): Promise<void> {
  const entry = fileURLToPath(entryFile('./pglite-init-child', import.meta.url));
  const child = fork(entry, [dir], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  let words = '';
  child.stderr!.on('data', (chunk: Buffer) => void (words = (words + chunk.toString()).slice(-2000)));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new Error(`The embedded database could not be made in ${dir} (${signal ?? code}): ${words}`);
}
