/** `depth` counts open brackets of all three kinds; a clause of the statement itself stands at depth 0. */
export type Token = { kind: 'word' | 'literal' | 'symbol'; text: string; start: number; end: number; depth: number };

const skip = String.raw`\s+|--[^\n]*|#[ !][^\n]*|/\*[\s\S]*?\*/`;
// Unrolled loops: the plain form "(?:[^'\\]|\\.)*" exhausts the regular expression stack on literals of some megabytes.
const quoted = (q: string): string => String.raw`${q}[^${q}\\]*(?:(?:\\[\s\S]|${q}${q})[^${q}\\]*)*${q}`;
const literal = `${quoted("'")}|${quoted('"')}|${quoted('`')}|\\$(?<tag>\\w*)\\$[\\s\\S]*?\\$\\k<tag>\\$`;
const pattern = new RegExp(`(?<skip>${skip})|(?<literal>${literal})|(?<word>[A-Za-z_]\\w*)|(?<symbol>[\\s\\S])`, 'y');

/** Cuts SQL into what matters for finding clauses: words outside quotes and comments. Lazy, for data may follow an INSERT. */
export function* lex(sql: string): Generator<Token> {
  const scan = new RegExp(pattern);
  let depth = 0;
  for (let hit = scan.exec(sql); hit; hit = scan.exec(sql)) {
    const groups = hit.groups ?? {};
    if (groups['skip'] !== undefined) continue;
    const text = hit[0];
    if (text === ')' || text === ']' || text === '}') depth -= 1;
    const kind = groups['word'] === undefined ? (groups['literal'] === undefined ? 'symbol' : 'literal') : 'word';
    yield { kind, text, start: hit.index, end: hit.index + text.length, depth };
    if (text === '(' || text === '[' || text === '{') depth += 1;
  }
}
