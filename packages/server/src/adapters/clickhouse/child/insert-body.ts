import { refusal } from './exception.ts';
import { formatClause, isWord, type Statement } from './statement.ts';

/**
 * An INSERT whose data came as the body, rewritten to read them from a file: the engine's call takes SQL text only, so binary formats
 * cannot be handed over otherwise, and reading a file costs it a quarter of the CPU of inline text. The two shapes served:
 * `INSERT INTO t (…) FORMAT X` and `INSERT INTO t (…) SELECT … FROM input('structure') … FORMAT X`.
 */
export function readingFrom(path: string, { sql, tokens, verb, format }: Statement): string {
  const clause = tokens[formatClause(tokens)];
  if (verb !== 'INSERT' || !clause)
    throw refusal(27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED', 'A body goes with INSERT … FORMAT only');
  const source = `file('${path.replace(/[\\']/g, '\\$&')}', '${format}'`;
  const input = tokens.findIndex((t, i) => isWord(t, 'INPUT') && tokens[i + 1]?.text === '(');
  const open = tokens[input + 1];
  if (input >= 0 && open) {
    return `${sql.slice(0, tokens[input]?.start)}${source}, ${sql.slice(open.end, clause.start)}`;
  }
  return `${sql.slice(0, clause.start)}SELECT * FROM ${source})`;
}
