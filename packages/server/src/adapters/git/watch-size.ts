import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const everyMs = 250;

/** Aborts once a folder holds more than it may. git has no bound of its own on what a fetch brings. */
export function watchSize(dir: string, mostBytes: number): { signal: AbortSignal; end(): void } {
  const over = new AbortController();
  const timer = setInterval(async () => {
    if ((await sizeOf(dir)) > mostBytes) over.abort(`the repository is larger than ${mostBytes} bytes`);
  }, everyMs);
  return { signal: over.signal, end: () => clearInterval(timer) };
}

/** Bytes of the files below; what goes while it looks counts nothing. */
async function sizeOf(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((one) => one.isFile())
      .map((one) =>
        stat(join(one.parentPath, one.name)).then(
          (found) => found.size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
