import { parseCall } from './parse-call.ts';
import { castTypes, intervalUnits } from './functions.ts';
import { SqlRefusal } from './refusal.ts';
import type { TokenReader } from './token-reader.ts';
import type { Expr, Query } from './tree.ts';

/** By precedence, the loosest first: OR · AND · NOT · comparisons · || · + - · * / % · unary minus · ::, [ ]. */
export const parseExpression = (reader: TokenReader): Expr =>
  chain(reader, parseAnd, (r) => (r.takeWords('OR') ? 'OR' : null));
const parseAnd = (reader: TokenReader): Expr => chain(reader, parseNot, (r) => (r.takeWords('AND') ? 'AND' : null));

function chain(
  reader: TokenReader,
  inner: (r: TokenReader) => Expr,
  operator: (r: TokenReader) => string | null,
): Expr {
  let left = inner(reader);
  for (let op = operator(reader); op !== null; op = operator(reader))
    left = { kind: 'binary', at: left.at, op, left, right: inner(reader) };
  return left;
}

function parseNot(reader: TokenReader): Expr {
  const { at } = reader.peek();
  if (reader.takeWords('NOT')) return { kind: 'unary', at, op: 'NOT', of: reader.deeper(() => parseNot(reader)) };
  return parseComparison(reader);
}

const comparisons: Record<string, string> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function parseComparison(reader: TokenReader): Expr {
  let left = parseConcat(reader);
  for (;;) {
    const { kind, text } = reader.peek();
    const op = kind === 'sign' ? comparisons[text] : undefined;
    if (op !== undefined) {
      reader.next();
      left = { kind: 'binary', at: left.at, op, left, right: parseConcat(reader) };
    } else {
      const more = parsePredicate(reader, left);
      if (more === null) return left;
      left = more;
    }
  }
}

/** IS NULL, BETWEEN, IN, LIKE and their denials. */
function parsePredicate(reader: TokenReader, of: Expr): Expr | null {
  const { at } = of;
  if (reader.takeWords('IS')) {
    const not = reader.takeWords('NOT');
    reader.expectWords('NULL');
    return { kind: 'isNull', at, not, of };
  }
  const not = ['IN', 'LIKE', 'ILIKE', 'BETWEEN'].some((word) => reader.isWord(word, 1)) && reader.takeWords('NOT');
  if (reader.takeWords('BETWEEN')) {
    const low = parseConcat(reader);
    reader.expectWords('AND');
    return { kind: 'between', at, not, of, low, high: parseConcat(reader) };
  }
  if (reader.takeWords('IN')) return { kind: 'in', at, not, of, list: parseList(reader) };
  for (const word of ['LIKE', 'ILIKE'])
    if (reader.takeWords(word))
      return { kind: 'binary', at, op: not ? `NOT ${word}` : word, left: of, right: parseConcat(reader) };
  return null;
}

function parseList(reader: TokenReader): readonly Expr[] | Query {
  reader.expectSign('(');
  return reader.queryInBrackets() ?? reader.expressionsUntil(')');
}

const signs =
  (...wanted: readonly string[]) =>
  (reader: TokenReader): string | null =>
    wanted.find((one) => reader.takeSign(one)) ?? null;
const parseConcat = (reader: TokenReader): Expr => chain(reader, parseSum, signs('||'));
const parseSum = (reader: TokenReader): Expr => chain(reader, parseProduct, signs('+', '-'));
const parseProduct = (reader: TokenReader): Expr => chain(reader, parseUnary, signs('*', '/', '%'));

function parseUnary(reader: TokenReader): Expr {
  const { at } = reader.peek();
  if (reader.takeSign('-')) return { kind: 'unary', at, op: '-', of: reader.deeper(() => parseUnary(reader)) };
  return parsePostfix(reader);
}

function parsePostfix(reader: TokenReader): Expr {
  let of = parsePrimary(reader);
  for (;;) {
    if (reader.takeSign('::')) of = { kind: 'cast', at: of.at, of, type: parseType(reader) };
    else if (reader.takeSign('[')) {
      of = { kind: 'index', at: of.at, of, by: reader.expression() };
      reader.expectSign(']');
    } else return of;
  }
}

function parsePrimary(reader: TokenReader): Expr {
  const token = reader.peek();
  const { at } = token;
  if (token.kind === 'number') return { kind: 'number', at, text: reader.next().text };
  if (token.kind === 'string') return { kind: 'string', at, value: reader.next().text };
  for (const word of ['NULL', 'TRUE', 'FALSE'] as const) if (reader.takeWords(word)) return { kind: 'word', at, word };
  if (reader.takeSign('(')) return parseBrackets(reader, at);
  if (reader.takeSign('[')) {
    if (reader.takeSign(']')) return { kind: 'array', at, items: [] };
    return { kind: 'array', at, items: reader.expressionsUntil(']') };
  }
  if (reader.takeWords('CASE')) return parseCase(reader, at);
  if (reader.takeWords('CAST')) return parseCast(reader, at);
  if (reader.takeWords('INTERVAL')) return parseInterval(reader, at);
  if (reader.isWord('LEFT') || reader.isWord('RIGHT')) if (reader.isSign('(', 1)) return parseCall(reader);
  if (token.kind === 'name' && reader.isName() && reader.isSign('(', 1)) return parseCall(reader);
  return parseColumn(reader);
}

/** (a) · (a, b) · (SELECT …) */
function parseBrackets(reader: TokenReader, at: number): Expr {
  const query = reader.queryInBrackets();
  if (query !== null) return { kind: 'query', at, query };
  const items = reader.expressionsUntil(')');
  return items.length === 1 ? items[0]! : { kind: 'tuple', at, items };
}

function parseColumn(reader: TokenReader): Expr {
  const first = reader.name('an expression');
  if (!reader.takeSign('.')) return { kind: 'column', at: first.at, table: null, name: first.text };
  if (reader.takeSign('*')) return { kind: 'star', at: first.at, table: first.text };
  const column = reader.name('a column').text;
  if (reader.isSign('.') || reader.isSign('('))
    throw new SqlRefusal('not_allowed', first.at, 'A column is written name, or table.name.');
  return { kind: 'column', at: first.at, table: first.text, name: column };
}

function parseCase(reader: TokenReader, at: number): Expr {
  const of = reader.isWord('WHEN') ? null : reader.expression();
  const whens: { when: Expr; then: Expr }[] = [];
  while (reader.takeWords('WHEN')) {
    const when = reader.expression();
    reader.expectWords('THEN');
    whens.push({ when, then: reader.expression() });
  }
  if (whens.length === 0) reader.fail('Here "WHEN" is expected');
  const otherwise = reader.takeWords('ELSE') ? reader.expression() : null;
  reader.expectWords('END');
  return { kind: 'case', at, of, whens, otherwise };
}

function parseCast(reader: TokenReader, at: number): Expr {
  reader.expectSign('(');
  const of = reader.expression();
  reader.expectWords('AS');
  const type = parseType(reader);
  reader.expectSign(')');
  return { kind: 'cast', at, of, type };
}

function parseType(reader: TokenReader): string {
  const { text, at } = reader.name('a type');
  if (text.toLowerCase() === 'nullable' && reader.takeSign('(')) {
    const inner = parseType(reader);
    reader.expectSign(')');
    return inner.startsWith('Nullable') ? inner : `Nullable(${inner})`;
  }
  const type = castTypes.find((one) => one.toLowerCase() === text.toLowerCase());
  if (type === undefined)
    throw new SqlRefusal('not_allowed', at, `Types are ${castTypes.join(', ')} and Nullable of them.`);
  return type;
}

function parseInterval(reader: TokenReader, at: number): Expr {
  const { kind } = reader.peek();
  const count: Expr =
    kind === 'number'
      ? { kind: 'number', at: reader.peek().at, text: String(reader.count('a number')) }
      : parsePrimary(reader);
  const { text, at: unitAt } = reader.name('a unit of time');
  const unit = intervalUnits.find((one) => one === text.toUpperCase());
  if (unit === undefined) throw new SqlRefusal('not_allowed', unitAt, `Units are ${intervalUnits.join(', ')}.`);
  return { kind: 'interval', at, count, unit };
}
