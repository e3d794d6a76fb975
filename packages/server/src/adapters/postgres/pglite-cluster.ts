import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entryFile } from '../../spine/entry-file.ts';

/** Makes the cluster in `dir` unless one is there. It appears whole or not at all, however this process ends. */
export async function ensureCluster(dir: string): Promise<void> {
  if (existsSync(join(dir, 'PG_VERSION'))) return;
  const fresh = `${dir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(dirname(dir), { recursive: true, mode: 0o700 });
  await initialise(fresh);
  rmSync(dir, { recursive: true, force: true });
  renameSync(fresh, dir);
}

async function initialise(dir: string): Promise<void> {
  const entry = fileURLToPath(entryFile('./pglite-init-child', import.meta.url));
  const child = fork(entry, [dir], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  let words = '';
  child.stderr!.on('data', (chunk: Buffer) => void (words = (words + chunk.toString()).slice(-2000)));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code !== 0) throw new Error(`The embedded database could not be made in ${dir} (${signal ?? code}): ${words}`);
}
