// npm silently leaves optional platform packages out of the lock when the registry lacks them, and the next `npm ci` fails elsewhere.
// Prints "complete", or what is missing, by package. Run after each change of dependencies, and by the tests.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** @returns {Record<string, string[]>} package path → optional dependencies that have no entry in the lock. */
export function missingFromLock(lock) {
  const missing = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    const absent = Object.entries(entry.optionalDependencies ?? {}).filter(
      ([name]) => !resolves(lock.packages, path, name),
    );
    if (absent.length > 0) missing[path || '(root)'] = absent.map(([name, range]) => `${name}@${range}`);
  }
  return missing;
}

/** Node's own way up: beside the package, then in every node_modules above it. */
function resolves(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules') - 1))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const missing = missingFromLock(JSON.parse(readFileSync(process.argv[2] ?? 'package-lock.json', 'utf8')));
  const lines = Object.entries(missing).map(([path, names]) => `${path}: ${names.join(', ')}`);
  console.log(lines.length === 0 ? 'complete' : `missing from the lock:\n  ${lines.join('\n  ')}`);
  process.exitCode = lines.length === 0 ? 0 : 1;
}
