import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path from the root of the repository, with slashes → text. What the rules read, so that tests can plant violations. */
export type Tree = ReadonlyMap<string, string>;

const root = join(import.meta.dirname, '..', '..');
const binary = /\.(png|jpe?g|gif|ico|woff2?|gz|bin|pb|zip|sqlite)$/;

/** All text files that are committed or could be: what .gitignore names is left out. */
export function readTree(): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const paths = listed.split('\0').filter((path) => path !== '' && !binary.test(path) && existsSync(join(root, path)));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** A tree with one file, or a few, for the tests of rules. */
export const planted = (files: Record<string, string>): Tree => new Map(Object.entries(files));

export const isTest = (path: string): boolean => /\.(test|fixture)\.tsx?$/.test(path);
export const isCode = (path: string): boolean => /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
