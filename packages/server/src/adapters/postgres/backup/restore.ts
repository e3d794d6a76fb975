import { createReadStream, createWriteStream, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../spine/errors.ts';
import { lockDirectory } from '../directory-lock.ts';
import { type Manifest, manifestName, syncFolder } from './make-backup.ts';
import { look } from './snapshot.ts';
import { unpackTar } from './tar.ts';

/** Unpacked and proven, waiting to be moved to its place; `whole` is written last. */
const waiting = (dataDir: string) => ({
  root: join(dataDir, 'restoring'),
  state: join(dataDir, 'restoring', 'state'),
  whole: join(dataDir, 'restoring', 'whole'),
});

export type Restore = {
  dataDir: string;
  file: string;
  now: number;
  /** Opens the unpacked cluster (`<folder>/state`) and throws where it must not be used. */
  prove: (folder: string) => Promise<void>;
};

/**
 * Puts a backup in the place of the control state and keeps what was there beside it. Nothing of the present state is touched before
 * the backup has been unpacked, opened and brought to the disk; a kill at any moment leaves the one or the other. Throws
 * `config.data_dir_in_use` while a server runs, `backup.unreadable`. Returns where the former state lies, null where there was none.
 */
export async function restoreBackup({ dataDir, file, now, prove }: Restore): Promise<string | null> {
  const lock = lockDirectory(dataDir);
  try {
    const { root, state, whole } = waiting(dataDir);
    await rm(root, { recursive: true, force: true });
    await unpackBackup(file, root);
    await prove(root);
    await syncTree(state);
    const former = `state.before-${new Date(now).toISOString().replaceAll(':', '-')}`;
    await writeFile(whole, former, { flush: true });
    await syncFolder(root);
    await syncFolder(dataDir);
    finishRestore(dataDir);
    await syncFolder(dataDir);
    return existsSync(join(dataDir, former)) ? join(dataDir, former) : null;
  } catch (error) {
    if (!existsSync(waiting(dataDir).whole)) rmSync(waiting(dataDir).root, { recursive: true, force: true });
    throw error;
  } finally {
    lock.release();
  }
}

/** Moves a proven backup to its place; also what a restore killed on the last metre is finished with at the next start. */
export function finishRestore(dataDir: string): void {
  const { root, state, whole } = waiting(dataDir);
  if (!existsSync(whole)) return;
  const former = readFileSync(whole, 'utf8');
  if (existsSync(state)) {
    if (existsSync(join(dataDir, 'state'))) renameSync(join(dataDir, 'state'), join(dataDir, former));
    renameSync(state, join(dataDir, 'state'));
  }
  rmSync(root, { recursive: true, force: true });
}

/** Unpacks into `<into>/state`. Throws `backup.unreadable` where the file is not a whole backup of ours. */
async function unpackBackup(file: string, into: string): Promise<Manifest> {
  let manifest: Manifest | null = null;
  const unpack = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const { name, folder, size, body } of unpackTar(chunks)) {
      if (name === manifestName && size < 1 << 20) manifest = manifestOf(await buffer(body));
      else if (manifest === null || !/^state(\/[\w.-]+)*$/.test(name) || name.split('/').includes('..'))
        throw new Error(`It holds "${name}", which no backup of Signalbox does.`);
      else if (folder) await mkdir(join(into, name), { recursive: true, mode: 0o700 });
      else await pipeline(Readable.from(body), createWriteStream(join(into, name), { flags: 'wx', mode: 0o600 }));
    }
  };
  try {
    await pipeline(createReadStream(file), createGunzip(), unpack);
    if (manifest === null) throw new Error('It is empty.');
    return manifest;
  } catch (cause) {
    if (['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw new AppError('backup.unreadable', { params: { file, reason: (cause as Error).message }, cause });
  }
}

function manifestOf(bytes: Uint8Array): Manifest {
  const manifest = JSON.parse(Buffer.from(bytes).toString()) as Manifest;
  if (manifest.format !== 'signalbox.backup/v1') throw new Error(`Its form is ${String(manifest.format)}.`);
  return manifest;
}

async function syncTree(root: string): Promise<void> {
  for (const [name, entry] of await look(root)) {
    if (entry === 'folder') await syncFolder(join(root, name));
    else {
      const file = await open(join(root, name), 'r');
      await file.sync().finally(() => file.close());
    }
  }
  await syncFolder(root);
}
