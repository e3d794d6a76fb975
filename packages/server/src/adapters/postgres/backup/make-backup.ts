import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { AppError } from '../../../spine/errors.ts';
import { look, snapshot, type Still } from './snapshot.ts';
import { type Member, packTar } from './tar.ts';

/** First member of every backup: who made it, and the steps of the schema it holds. */
export type Manifest = { format: 'signalbox.backup/v1'; version: string; madeAt: string; migrations: string[] };
export const manifestName = 'manifest.json';

/**
 * Writes `file` (a .tar.gz of the embedded cluster in `stateDir`) so that it appears whole and on the disk, or not at all. Returns
 * bytes, and for how many milliseconds the cluster was held. Throws `backup.no_room` where the copy would fill the disk.
 */
export async function makeBackup(
  file: string,
  stateDir: string,
  manifest: Manifest,
  still: Still,
): Promise<{ bytes: number; heldMs: number }> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const copy = `${file}.copy`;
  const draft = `${file}.new`;
  try {
    await assertRoom(folder, stateDir);
    const heldMs = await snapshot(stateDir, copy, still);
    const packed = Readable.from(packTar(members(copy, manifest)));
    // flush: fsync before close.
    await pipeline(
      packed,
      createGzip({ level: 1 }),
      createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
    );
    await rename(draft, file);
    await syncFolder(folder);
    return { bytes: (await stat(file)).size, heldMs };
  } finally {
    await rm(copy, { recursive: true, force: true });
    await rm(draft, { force: true });
  }
}

async function* members(copy: string, manifest: Manifest): AsyncGenerator<Member> {
  yield { name: manifestName, bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
  yield { name: 'state', folder: true };
  for (const [name, entry] of await look(copy))
    yield entry === 'folder'
      ? { name: `state/${name}`, folder: true }
      : { name: `state/${name}`, path: join(copy, name), size: entry.size };
}

/** The copy, and the archive beside it for a moment: twice the cluster at most. */
async function assertRoom(folder: string, stateDir: string): Promise<void> {
  const needed = 2 * [...(await look(stateDir)).values()].reduce((sum, at) => sum + (at === 'folder' ? 0 : at.size), 0);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < needed) throw new AppError('backup.no_room', { params: { needed, free: bavail * bsize } });
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
