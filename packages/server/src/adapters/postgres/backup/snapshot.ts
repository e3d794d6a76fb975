import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Nobody writes below the folder while `body` runs. */
export type Still = <T>(body: () => Promise<T>) => Promise<T>;
type Entry = 'folder' | { size: number; changedNs: bigint };

/** File systems tell times in steps of some milliseconds: what changed this shortly before it was looked at may have changed again. */
const coarseNs = 50_000_000n;

/**
 * Copies a folder as it is at one moment. What is copied beforehand, while others write, is copied again under `still` only where it
 * has changed meanwhile, so that the folder is held for milliseconds however large it is. Returns that time in milliseconds.
 */
export async function snapshot(from: string, to: string, still: Still): Promise<number> {
  const lookedAtNs = BigInt(Date.now()) * 1_000_000n;
  const before = await look(from);
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const [name, entry] of before) await put(from, to, name, entry).catch(goneMeanwhile);
  return still(async () => {
    const began = performance.now();
    const now = await look(from);
    for (const [name, entry] of now)
      if (!sameSince(before.get(name), entry, lookedAtNs)) await put(from, to, name, entry);
    for (const name of before.keys()) if (!now.has(name)) await rm(join(to, name), { recursive: true, force: true });
    return performance.now() - began;
  });
}

/** Everything below the folder by its relative name, folders before what is in them. */
export async function look(root: string): Promise<Map<string, Entry>> {
  const found = new Map<string, Entry>();
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = names.map((one) => ({ path: join(one.parentPath, one.name), folder: one.isDirectory() }));
  for (const { path, folder } of paths.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (folder) found.set(relative(root, path), 'folder');
    else
      await stat(path, { bigint: true }).then(
        ({ size, mtimeNs }) => found.set(relative(root, path), { size: Number(size), changedNs: mtimeNs }),
        goneMeanwhile,
      );
  }
  return found;
}

async function put(from: string, to: string, name: string, entry: Entry): Promise<void> {
  if (entry === 'folder') await mkdir(join(to, name), { recursive: true, mode: 0o700 });
  else await copyFile(join(from, name), join(to, name), constants.COPYFILE_FICLONE);
}

function sameSince(was: Entry | undefined, is: Entry, lookedAtNs: bigint): boolean {
  if (was === undefined || was === 'folder' || is === 'folder') return was === is;
  return was.size === is.size && was.changedNs === is.changedNs && is.changedNs < lookedAtNs - coarseNs;
}

function goneMeanwhile(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
