import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from './errors.ts';

type Source = { value: string | undefined; file: string | undefined; dataDir: string };

/**
 * The 32 bytes everything sealed hangs on: SIGNALBOX_ROOT_KEY, else SIGNALBOX_ROOT_KEY_FILE, else `<dataDir>/key` (made with
 * mode 0600 at the first start). Text form: 64 hex digits or base64. Throws `config.key_unreadable`.
 */
export function loadRootKey(source: Source): Uint8Array {
  if (source.value !== undefined) return parse(source.value, 'SIGNALBOX_ROOT_KEY');
  const path = source.file ?? join(source.dataDir, 'key');
  try {
    return parse(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || source.file !== undefined) throw unreadable(error, path);
  }
  mkdirSync(source.dataDir, { recursive: true, mode: 0o700 });
  return create(path);
}

function create(path: string): Uint8Array {
  const key = randomBytes(32);
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'w', 0o600);
  writeSync(file, `${key.toString('hex')}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    // link appears whole, and fails where a key is: two first starts at once end with one key.
    linkSync(draft, path);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return parse(readFileSync(path, 'utf8'), path);
  } finally {
    rmSync(draft);
  }
}

function parse(text: string, from: string): Uint8Array {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length === 32) return key;
  throw new AppError('config.key_unreadable', {
    params: { reason: `${from} must hold 32 bytes as 64 hex digits or base64. Make one with: openssl rand -hex 32` },
  });
}

const unreadable = (error: unknown, path: string): unknown =>
  error instanceof AppError
    ? error
    : new AppError('config.key_unreadable', {
        params: { reason: `${path}: ${(error as Error).message}` },
        cause: error,
      });
