import { functionOf, takesLambda } from './functions.ts';
import { parseOrder } from './parse-order.ts';
import { SqlRefusal } from './refusal.ts';
import type { TokenReader } from './token-reader.ts';
import type { Bound, Expr, Window } from './tree.ts';

/** name(…), name(parameters)(…), name(…) OVER (…). */
export function parseCall(reader: TokenReader): Expr {
  const { text, at } = reader.next();
  const known = functionOf(text);
  if (known === null) throw new SqlRefusal('not_allowed', at, `There is no function "${text.slice(0, 60)}" here.`);
  const { name, kind } = known;
  reader.expectSign('(');
  if (takesLambda(name))
    return { kind: 'call', at, name, parameters: [], distinct: false, args: parseArguments(reader, true), over: null };
  const distinct = kind === 'aggregate' && reader.takeWords('DISTINCT');
  let args = parseArguments(reader, false);
  let parameters: Expr[] = [];
  if (kind === 'aggregate' && reader.isSign('(')) {
    const strange = args.find((one) => one.kind !== 'number');
    if (strange !== undefined) throw new SqlRefusal('not_allowed', strange.at, 'Parameters of a function are numbers.');
    parameters = args;
    reader.next();
    args = parseArguments(reader, false);
  }
  const over = reader.takeWords('OVER') ? parseWindow(reader, at) : null;
  if (kind === 'window' && over === null) throw new SqlRefusal('syntax', at, `"${name}" stands before OVER (…).`);
  if (kind === 'scalar' && over !== null) throw new SqlRefusal('syntax', at, `"${name}" does not go OVER (…).`);
  return { kind: 'call', at, name, parameters, distinct, args, over };
}

/** After the bracket, which is open; takes the one that closes it. */
function parseArguments(reader: TokenReader, lambdas: boolean): Expr[] {
  if (reader.takeSign(')')) return [];
  const star = reader.peek();
  // count(*) is count().
  if (reader.isSign('*') && reader.isSign(')', 1)) {
    reader.next();
    reader.next();
    return [];
  }
  if (reader.isSign('*')) throw new SqlRefusal('syntax', star.at, 'Only count(*) takes "*".');
  if (!lambdas) return reader.expressionsUntil(')');
  const first = parseLambda(reader) ?? reader.expression();
  if (reader.takeSign(',')) return [first, ...reader.expressionsUntil(')')];
  reader.expectSign(')');
  return [first];
}

/** x -> … or (x, y) -> …; null where none begins. */
function parseLambda(reader: TokenReader): Expr | null {
  const { at } = reader.peek();
  const params: string[] = [];
  if (reader.isName() && reader.isSign('->', 1)) params.push(reader.next().text);
  else if (reader.isSign('(')) {
    let ahead = 1;
    for (; reader.isName(ahead); ahead += 2) {
      params.push(reader.peek(ahead).text);
      if (!reader.isSign(',', ahead + 1)) break;
    }
    if (params.length === 0 || !reader.isSign(')', ahead + 1) || !reader.isSign('->', ahead + 2)) return null;
    for (let i = 0; i <= ahead + 1; i += 1) reader.next();
  } else return null;
  reader.expectSign('->');
  return { kind: 'lambda', at, params, body: reader.expression() };
}

function parseWindow(reader: TokenReader, at: number): Window {
  reader.expectSign('(');
  const partitionBy: Expr[] = [];
  if (reader.takeWords('PARTITION', 'BY'))
    do partitionBy.push(reader.expression());
    while (reader.takeSign(','));
  const orderBy = reader.isWord('ORDER') ? parseOrder(reader) : [];
  const unit = (['ROWS', 'RANGE'] as const).find((word) => reader.takeWords(word));
  let frame: Window['frame'] = null;
  if (unit !== undefined) {
    reader.expectWords('BETWEEN');
    const from = parseBound(reader);
    reader.expectWords('AND');
    frame = { unit, from, to: parseBound(reader) };
  }
  if (!reader.takeSign(')'))
    throw new SqlRefusal('syntax', at, 'OVER holds PARTITION BY, ORDER BY and ROWS or RANGE BETWEEN.');
  return { partitionBy, orderBy, frame };
}

function parseBound(reader: TokenReader): Bound {
  if (reader.takeWords('CURRENT', 'ROW')) return 'CURRENT ROW';
  const rows = reader.takeWords('UNBOUNDED') ? null : reader.count('a number of rows');
  if (reader.takeWords('PRECEDING')) return { edge: 'PRECEDING', rows };
  reader.expectWords('FOLLOWING');
  return { edge: 'FOLLOWING', rows };
}
