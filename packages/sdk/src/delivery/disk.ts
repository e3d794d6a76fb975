import { type Files, filesHere } from '../builtin.ts';
import { asError } from '../errors.ts';
import type { Config } from '../options.ts';
import type { Delivery, Said } from './release.ts';

type Kept = { format: 1; place: string; toldAt: number; etag: string; delivery: Delivery };
export type Disk = {
  read(): Promise<{ said: Said; toldAt: number } | null>;
  /** Later, the newest only; never rejects. */
  write(said: Said, toldAt: number): void;
  /** Once all is written. */
  done(): Promise<void>;
};

const none: Disk = { read: async () => null, write: () => {}, done: async () => {} };

/** The last delivery in a file of its own for each server, key, agent and environment. Written beside and renamed: never half. */
export function diskOf(config: Pick<Config, 'cacheDir' | 'url' | 'key' | 'agent' | 'environment' | 'onError'>): Disk {
  const files = filesHere();
  if (config.cacheDir === null || files === null) return none;
  const { url, key, agent, environment, cacheDir, onError } = config;
  // The key's own id, not its secret: places in the ledger are of its workspace.
  const place = [url, key.split('_')[1] ?? '', agent, environment].join(' ');
  const name = `${agent}.${environment}`.replace(/[^\w.-]+/g, '_').slice(0, 80);
  const path = `${cacheDir}/signalbox-${name}-${digits(place)}.json`;
  let next: Kept | null = null;
  let writing: Promise<void> = Promise.resolve();
  return {
    read: () => readKept(files, path, place),
    write({ delivery, etag }, toldAt) {
      const waits = next !== null;
      next = { format: 1, place, toldAt, etag, delivery };
      if (waits) return;
      writing = writing.then(async () => {
        const kept = next!;
        next = null;
        await replace(files, { cacheDir, path }, JSON.stringify(kept)).catch((error: unknown) =>
          onError(asError(error)),
        );
      });
    },
    done: () => writing,
  };
}

async function readKept(files: Files, path: string, place: string): Promise<{ said: Said; toldAt: number } | null> {
  try {
    const { format, toldAt, etag, delivery, ...kept } = JSON.parse(await files.readFile(path, 'utf8')) as Kept;
    const fits =
      format === 1 && kept.place === place && Number.isInteger(delivery.seq) && delivery.release.digest !== '';
    return fits ? { said: { delivery, etag }, toldAt } : null;
  } catch {
    // There is none yet, or somebody wrote over it.
    return null;
  }
}

let written = 0;

async function replace(
  files: Files,
  { cacheDir, path }: { cacheDir: string; path: string },
  text: string,
): Promise<void> {
  await files.mkdir(cacheDir, { recursive: true });
  const beside = `${path}.${Date.now().toString(36)}${written++}`;
  try {
    await files.writeFile(beside, text, { mode: 0o600 });
    await files.rename(beside, path);
  } catch (error) {
    await files.rm(beside, { force: true });
    throw error;
  }
}

/** FNV-1a, eight hexadecimal digits: names apart, nothing more. */
function digits(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
