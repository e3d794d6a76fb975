import { tokens } from './tokens.ts';
import { isCode, type Tree } from './tree.ts';

const empty = /^(utils?|helpers?|common|shared|misc|lib)$/i;
const mayDefault = /\.config\.ts$/;

/** Names that say nothing, and exports without a name. */
export function nameViolations(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, text] of tree) {
    if (!/\.(tsx?|mjs)$/.test(path)) continue;
    const poor = path.split('/').find((part) => empty.test(part.replace(/(\.\w+)+$/, '')));
    if (poor) found.push(`${path}: "${poor}" says nothing; name the thing`);
    if (isCode(path) && !mayDefault.test(path) && exportsDefault(text))
      found.push(`${path} has a default export; give it a name`);
  }
  return found;
}

function exportsDefault(text: string): boolean {
  const words = tokens(text);
  return words.some(
    (word, at) =>
      (word === 'export' && words[at + 1] === 'default') ||
      (word === 'as' && words[at + 1] === 'default' && words[at + 2] !== 'from'),
  );
}

/** Each room (and access, which stands below them) has a README, a door and a contract. */
export function furnitureViolations(tree: Tree): string[] {
  const homes = new Set<string>();
  for (const path of tree.keys()) {
    const home = /^packages\/server\/src\/(?:rooms\/[^/]+|access)(?=\/)/.exec(path)?.[0];
    if (home) homes.add(home);
  }
  return [...homes].flatMap((home) =>
    ['README.md', 'index.ts', 'contract.ts']
      .filter((file) => !tree.has(`${home}/${file}`))
      .map((file) => `${home} has no ${file}`),
  );
}
