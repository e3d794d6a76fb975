import { refusal } from './exception.ts';
import { lex, type Token } from './lexer.ts';

/** One SQL statement, read just far enough to route it and to put settings in. */
export type Statement = {
  sql: string;
  tokens: readonly Token[];
  verb: string;
  role: 'read' | 'write';
  /** Output format of a read, input format of an INSERT with data. */
  format: string;
  /** Can its answer be sent while the engine still works? */
  streamed: boolean;
};

// The engine formats every chunk of a stream on its own, so formats with a head or a foot (JSON, …WithNames) would repeat them.
const chunkable = new Set([
  'JSONEachRow',
  'JSONCompactEachRow',
  'JSONStringsEachRow',
  'RowBinary',
  'Native',
  'TabSeparated',
  'TSV',
  'CSV',
  'LineAsString',
]);
const selects = new Set(['SELECT', 'WITH', '(']);
const reads = new Set([...selects, 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'EXISTS', 'CHECK']);
// They would change the connection for whoever uses it next.
const sticky = new Set(['SET', 'USE']);

/** Throws a refusal for what must not run here: several statements at once, SET, USE, INTO OUTFILE. */
export function readStatement(sql: string, defaultFormat = 'TabSeparated'): Statement {
  const tokens = takeTokens(sql);
  const verb = tokens[0]?.text.toUpperCase() ?? '';
  if (verb === '') throw refusal(62, 'SYNTAX_ERROR', 'Empty query');
  if (sticky.has(verb))
    throw refusal(344, 'SUPPORT_IS_DISABLED', `${verb} would outlive its request; give settings per statement`);
  const stop = tokens.findIndex((t) => t.text === ';' && t.depth === 0);
  if (stop >= 0 && stop < tokens.length - 1) throw refusal(62, 'SYNTAX_ERROR', 'Multi-statements are not allowed');
  if (tokens.some((t) => isWord(t, 'OUTFILE'))) throw refusal(344, 'SUPPORT_IS_DISABLED', 'INTO OUTFILE is not served');
  const clause = formatClause(tokens);
  const format = (clause < 0 ? undefined : tokens[clause + 1]?.text) ?? defaultFormat;
  return {
    sql: stop < 0 ? sql : sql.slice(0, tokens[stop]?.start),
    tokens: stop < 0 ? tokens : tokens.slice(0, stop),
    verb,
    role: reads.has(verb) ? 'read' : 'write',
    format,
    streamed: selects.has(verb) && chunkable.has(format),
  };
}

/** True for a word of the statement itself (not in brackets), whatever its case. */
export function isWord(token: Token, ...words: string[]): boolean {
  return token.kind === 'word' && token.depth === 0 && words.includes(token.text.toUpperCase());
}

// What follows FORMAT x or VALUES in an INSERT is data, not SQL.
function takeTokens(sql: string): Token[] {
  const tokens: Token[] = [];
  for (const token of lex(sql)) {
    tokens.push(token);
    if (tokens[0]?.text.toUpperCase() !== 'INSERT') continue;
    const before = tokens.at(-2);
    if (isWord(token, 'VALUES') || (before && isWord(before, 'FORMAT') && token.kind === 'word')) break;
  }
  return tokens;
}

/** Where the FORMAT clause begins, or -1: a column may be called `format`, so what follows it decides. */
export function formatClause(tokens: readonly Token[]): number {
  return tokens.findLastIndex((t, i) => {
    const after = tokens[i + 2];
    const ends = !after || after.text === ';' || isWord(after, 'SETTINGS');
    return isWord(t, 'FORMAT') && tokens[i + 1]?.kind === 'word' && ends;
  });
}
