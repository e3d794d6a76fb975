import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.tsc', '.vite']);

/** Files under the given files and folders, sorted, without what builds leave behind. */
export function filesOf(paths) {
  const found = [];
  for (const path of paths) walk(path, found);
  return found.sort();
}

function walk(path, found) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') found.push(path);
    else if (error.code !== 'ENOENT') throw error;
    return;
  }
  for (const entry of entries) {
    if (skipped.has(entry.name) || /\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name)) continue;
    if (entry.isDirectory()) walk(join(path, entry.name), found);
    else found.push(join(path, entry.name));
  }
}

/** SHA-256 over names and contents, so that a rename, a removal or an edit changes it and a fresh checkout does not. */
export function hashOf(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const body = readFileSync(file);
    hash.update(`${relative(root, file)}\0${body.length}\0`).update(body);
  }
  return hash.digest('hex');
}

export const stampIs = (stamp, value) => existsSync(stamp) && readFileSync(stamp, 'utf8') === value;

export function writeStamp(stamp, value) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, value);
}
