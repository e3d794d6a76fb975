import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { recordsOf } from '../ingest/importers/index.ts';

const known = /\.(json|jsonl|traj)$/;

/** Files of a path in their order: a file as it is called, of a folder and those in it what may hold records. */
export function importFiles(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`There is no ${path}.`);
  if (!found.isDirectory()) return [path];
  const inside = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return inside.flatMap((entry) =>
    entry.isDirectory() || known.test(entry.name) ? importFiles(join(path, entry.name)) : [],
  );
}

/** One file in memory at a time, where the format lets it. */
export function* fileRecords(files: readonly string[]) {
  for (const file of files) yield* recordsOf(file, readFileSync(file, 'utf8'));
}
