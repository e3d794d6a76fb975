import { parseOrder } from './parse-order.ts';
import { SqlRefusal } from './refusal.ts';
import type { TokenReader } from './token-reader.ts';
import type { Cte, Expr, From, Item, Join, Query, Select, Source } from './tree.ts';

export const parseQuery = (reader: TokenReader): Query =>
  reader.deeper(() => {
    const ctes: Cte[] = [];
    if (reader.takeWords('WITH'))
      do ctes.push(parseCte(reader));
      while (reader.takeSign(','));
    const parts = [parseSelect(reader)];
    while (reader.takeWords('UNION')) {
      reader.expectWords('ALL');
      parts.push(parseSelect(reader));
    }
    // What ORDER BY would belong to is another thing in each database.
    const ordered =
      parts.length > 1 && parts.find((one) => one.orderBy.length > 0 || one.limit !== null || one.limitBy !== null);
    if (ordered)
      throw new SqlRefusal(
        'syntax',
        ordered.at,
        'Order and limit a union from outside: SELECT … FROM (… UNION ALL …) ORDER BY …',
      );
    return { ctes, parts };
  });

function parseCte(reader: TokenReader): Cte {
  const { text: name, at } = reader.name('a name');
  reader.expectWords('AS');
  reader.expectSign('(');
  const query = reader.query();
  reader.expectSign(')');
  return { name, query, at };
}

function parseSelect(reader: TokenReader): Select {
  const { at } = reader.peek();
  reader.expectWords('SELECT');
  const distinct = reader.takeWords('DISTINCT');
  const items = [parseItem(reader)];
  while (reader.takeSign(',')) items.push(parseItem(reader));
  const from = reader.takeWords('FROM') ? parseFrom(reader) : null;
  const where = reader.takeWords('WHERE') ? reader.expression() : null;
  const groupBy: Expr[] = reader.takeWords('GROUP', 'BY') ? reader.expressions() : [];
  const having = reader.takeWords('HAVING') ? reader.expression() : null;
  const orderBy = reader.isWord('ORDER') ? parseOrder(reader) : [];
  return { at, distinct, items, from, where, groupBy, having, orderBy, ...parseLimits(reader) };
}

function parseLimits(reader: TokenReader): Pick<Select, 'limitBy' | 'limit' | 'offset'> {
  let limitBy: Select['limitBy'] = null;
  let limit: number | null = null;
  while (limit === null && reader.takeWords('LIMIT')) {
    const count = reader.count('how many rows');
    if (limitBy === null && reader.takeWords('BY')) limitBy = { count, by: reader.expressions() };
    else limit = count;
  }
  const offset = limit !== null && reader.takeWords('OFFSET') ? reader.count('how many rows') : null;
  return { limitBy, limit, offset };
}

function parseItem(reader: TokenReader): Item {
  const { at } = reader.peek();
  if (reader.takeSign('*')) return { expr: { kind: 'star', at, table: null }, alias: null, at };
  const expr = reader.expression();
  const named = expr.kind !== 'star' && (reader.takeWords('AS') || reader.isName());
  return { expr, alias: named ? reader.name('a name').text : null, at };
}

function parseFrom(reader: TokenReader): From {
  const first = parseSource(reader);
  const joins: Join[] = [];
  for (let kind = joinKind(reader); kind !== null; kind = joinKind(reader)) joins.push(parseJoin(reader, kind));
  if (reader.isSign(',')) reader.fail('Here JOIN … ON is expected');
  return { first, joins };
}

function joinKind(reader: TokenReader): Join['kind'] | null {
  for (const kind of ['LEFT', 'RIGHT', 'FULL'] as const)
    if (reader.takeWords(kind, 'OUTER', 'JOIN') || reader.takeWords(kind, 'JOIN')) return kind;
  return reader.takeWords('INNER', 'JOIN') || reader.takeWords('JOIN') ? 'INNER' : null;
}

function parseJoin(reader: TokenReader, kind: Join['kind']): Join {
  const source = parseSource(reader);
  if (reader.takeWords('ON')) return { kind, source, on: reader.expression(), using: null };
  reader.expectWords('USING');
  reader.expectSign('(');
  const using = [reader.name('a column').text];
  while (reader.takeSign(',')) using.push(reader.name('a column').text);
  reader.expectSign(')');
  return { kind, source, on: null, using };
}

function parseSource(reader: TokenReader): Source {
  const { at } = reader.peek();
  if (reader.takeSign('(')) {
    const query = reader.query();
    reader.expectSign(')');
    return { kind: 'query', query, alias: aliasOf(reader) ?? '', at };
  }
  const { text: name } = reader.name('a table');
  if (reader.isSign('(')) throw new SqlRefusal('not_allowed', at, 'There are no table functions here.');
  if (reader.isSign('.')) throw new SqlRefusal('not_allowed', at, 'There are no databases here; a table has one name.');
  return { kind: 'named', name, alias: aliasOf(reader) ?? name, at };
}

const aliasOf = (reader: TokenReader): string | null =>
  reader.takeWords('AS') || reader.isName() ? reader.name('a name').text : null;
