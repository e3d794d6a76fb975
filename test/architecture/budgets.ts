import { isCode, isTest, type Tree } from './tree.ts';

/** HOUSE.md "Code, in ten lines" 8. Lines of the packages' sources; generated files, migrations and tables are apart. */
export type Budget = {
  files: number;
  median: number;
  p95: number;
  longest: string;
  sourceLines: number;
  testLines: number;
};

const apart = /\/(migrations|generated)\/|\/tables\.ts$|\.gen\.ts$/;
const inPackages = /^packages\/[^/]+\/src\//;

export const linesOf = (text: string): number =>
  text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

export function measure(tree: Tree): Budget {
  const code = [...tree].filter(([path]) => isCode(path) && !apart.test(path));
  const sources = code
    .filter(([path]) => inPackages.test(path) && !isTest(path))
    .map(([path, text]) => ({ path, lines: linesOf(text) }));
  sources.sort((a, b) => a.lines - b.lines);
  const tests = code.filter(([path]) =>
    inPackages.test(path) ? isTest(path) : /^(test|tools|scripts)\//.test(path) && !path.startsWith('test/bench/'),
  );
  const rank = (share: number): number =>
    sources[Math.min(sources.length - 1, Math.ceil(share * sources.length) - 1)]?.lines ?? 0;
  return {
    files: sources.length,
    median: rank(0.5),
    p95: rank(0.95),
    longest: sources.at(-1)?.path ?? '',
    sourceLines: sources.reduce((sum, one) => sum + one.lines, 0),
    testLines: tests.reduce((sum, [, text]) => sum + linesOf(text), 0),
  };
}

/** Sentences; empty when the tree is within its budgets. */
export function budgetViolations(tree: Tree): string[] {
  const { median, p95, sourceLines, testLines } = measure(tree);
  const found: string[] = [];
  for (const [path, text] of tree)
    if (/\.(tsx?|mjs)$/.test(path) && !apart.test(path) && linesOf(text) > 500)
      found.push(`${path} has ${linesOf(text)} lines; at most 500`);
  if (median > 80) found.push(`the median file has ${median} lines; at most 80`);
  if (p95 > 300) found.push(`95 % of files have up to ${p95} lines; at most 300`);
  if (testLines < sourceLines)
    found.push(`${testLines} lines of tests for ${sourceLines} lines of source; at least as many`);
  return found;
}
