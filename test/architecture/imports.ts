import { posix } from 'node:path';
import { tokens } from './tokens.ts';

/** `type`: only types cross. `value`: static, dynamic, re-export, or a worker or child addressed by new URL(…, import.meta.url). */
export type Import = { specifier: string; kind: 'type' | 'value' };

/** Every import of a source. Anything whose specifier is not a plain string is reported as `?`, which no rule lets pass. */
export function importsOf(source: string): Import[] {
  const words = tokens(source);
  const found: Import[] = [];
  words.forEach((word, at) => {
    if (words[at - 1] === '.') return;
    if (word === 'import') found.push(...importAt(words, at));
    else if (word === 'export') found.push(...reExportAt(words, at));
    else if (
      word === 'URL' &&
      words[at + 1] === '(' &&
      isText(words[at + 2]) &&
      words.slice(at + 3, at + 7).join('') === ',import.meta'
    )
      found.push({ specifier: unquote(words[at + 2]!), kind: 'value' });
  });
  return found;
}

const isText = (word: string | undefined): word is string => word !== undefined && /^['"]/.test(word);
const unquote = (word: string): string => word.slice(1, -1);

function importAt(words: readonly string[], at: number): Import[] {
  const next = words[at + 1];
  if (next === '.') return []; // import.meta
  if (isText(next)) return [{ specifier: unquote(next), kind: 'value' }];
  if (next === '(') {
    const kind = words[at - 1] === 'typeof' || isTypePlace(words, at) ? 'type' : 'value';
    return [{ specifier: isText(words[at + 2]) ? unquote(words[at + 2]!) : '?', kind }];
  }
  const from = words.indexOf('from', at + 2);
  const text = words[from + 1];
  return from > 0 && isText(text) ? [{ specifier: unquote(text), kind: kindOf(words.slice(at + 1, from)) }] : [];
}

/** `import('./x.ts').Name` after a colon, `<` or `=` of a type: told from a dynamic import by what follows it and the lack of await. */
const isTypePlace = (words: readonly string[], at: number): boolean =>
  [':', '<', '|', '&'].includes(words[at - 1] ?? '') && words[at + 4] === '.' && /^[A-Z]/.test(words[at + 5] ?? '');

function reExportAt(words: readonly string[], at: number): Import[] {
  const clause = words[at + 1] === 'type' ? at + 2 : at + 1;
  if (words[clause] !== '*' && words[clause] !== '{') return [];
  const end =
    words[clause] === '{' ? words.indexOf('}', clause) + 1 : words[clause + 1] === 'as' ? clause + 3 : clause + 1;
  const text = words[end + 1];
  return words[end] === 'from' && isText(text)
    ? [{ specifier: unquote(text), kind: kindOf(words.slice(at + 1, end)) }]
    : [];
}

/** `import type …`, or braces in which every name is marked `type`. */
function kindOf(clause: readonly string[]): Import['kind'] {
  if (clause[0] === 'type' && clause[1] !== ',') return 'type';
  if (clause[0] !== '{') return 'value';
  const names = clause
    .slice(1, -1)
    .join(' ')
    .split(',')
    .filter((name) => name.trim() !== '');
  return names.length > 0 && names.every((name) => name.trim().startsWith('type ')) ? 'type' : 'value';
}

/** The file that a relative specifier means; a package's name stays as it is. */
export const resolve = (from: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), specifier)) : specifier;
