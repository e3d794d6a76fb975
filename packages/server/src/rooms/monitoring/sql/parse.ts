import { parseExpression } from './parse-expression.ts';
import { parseQuery } from './parse-query.ts';
import { SqlRefusal } from './refusal.ts';
import { TokenReader } from './token-reader.ts';
import type { Query } from './tree.ts';

/** The tree of one statement. Throws `SqlRefusal` at the first word that is not understood. */
export function parse(text: string): Query {
  const reader = new TokenReader(text, { expression: parseExpression, query: parseQuery });
  if (!reader.isWord('SELECT') && !reader.isWord('WITH'))
    throw new SqlRefusal(
      'not_allowed',
      reader.peek().at,
      'A statement begins with SELECT or WITH: data can only be read.',
    );
  const query = reader.query();
  if (reader.peek().kind !== 'end') reader.fail('Here the statement should end');
  return query;
}
