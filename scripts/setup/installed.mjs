import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether node_modules already is what the lock asks for, although no set-up of ours wrote its stamp: someone ran `npm ci` or `npm install`
 * by hand. `npm ci` begins by deleting node_modules, under the feet of whatever runs from it, so it must not be started for nothing.
 * npm writes node_modules/.package-lock.json at the end of an install; a half-deleted tree is told by its missing folders.
 */
export function installedMatchesLock(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const found = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !found) return false;
  const extra = Object.keys(found).some((path) => !wanted[path]);
  return (
    !extra &&
    Object.entries(wanted).every(
      ([path, entry]) => !path.startsWith('node_modules/') || fits(root, path, entry, found[path]),
    )
  );
}

/** Packages for other platforms are in the lock and not on the disk. */
function fits(root, path, wanted, found) {
  if (!found) return wanted.optional === true || wanted.devOptional === true;
  return found.version === wanted.version && found.integrity === wanted.integrity && existsSync(join(root, path));
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null;
  }
}
