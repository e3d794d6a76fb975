import { importsOf, resolve } from './imports.ts';
import { isCode, isTest, type Tree } from './tree.ts';

/** HOUSE.md "Direction" 3: the pure middle. Values come from model files of the same room only; types from anywhere the layers allow. */
export function modelViolations(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, text] of tree) {
    const home = /^(packages\/server\/src\/.+?\/model)\//.exec(path)?.[1];
    if (!home || !isCode(path) || isTest(path)) continue;
    for (const { specifier, kind } of importsOf(text)) {
      if (specifier.startsWith('node:'))
        found.push(`${path} imports ${specifier}: a model takes time, randomness and files as arguments`);
      else if (kind === 'value' && !resolve(path, specifier).startsWith(`${home}/`))
        found.push(`${path} imports the value ${specifier}: a model imports types and its own model files`);
    }
    for (const impure of impurities(text))
      found.push(`${path} uses ${impure}: time and randomness are arguments of a model`);
  }
  return found;
}

const impurities = (text: string): string[] => {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  return [
    ...code.matchAll(
      /\b(Date\.now|Math\.random|new Date\(\)|performance\.now|process\.\w+|fetch\(|setTimeout|crypto\.\w+)/g,
    ),
  ].map((match) => match[0]);
};
