import { isQuery, type Bound, type Expr, type Order, type Query, type Window } from './tree.ts';

/** How texts are written, and queries inside. */
export type Printing = { text(value: string): string; query(query: Query): string };

/** Names hold neither quotes nor backslashes (tokens.ts). */
export const quote = (name: string): string => `"${name}"`;

/** Every operator in brackets of its own: what is read from it cannot bind otherwise. */
export function printExpr(expr: Expr, printing: Printing): string {
  const of = (one: Expr): string => printExpr(one, printing);
  const list = (all: readonly Expr[]): string => all.map(of).join(', ');
  const column = (table: string | null, name: string): string => `${table === null ? '' : `${quote(table)}.`}${name}`;
  switch (expr.kind) {
    case 'number':
      return expr.text;
    case 'string':
      return printing.text(expr.value);
    case 'word':
      return expr.word;
    case 'column':
      return column(expr.table, quote(expr.name));
    case 'star':
      return column(expr.table, '*');
    case 'call': {
      const parameters = expr.parameters.length === 0 ? '' : `(${list(expr.parameters)})`;
      const over = expr.over === null ? '' : ` OVER (${printWindow(expr.over, printing)})`;
      return `${expr.name}${parameters}(${expr.distinct ? 'DISTINCT ' : ''}${list(expr.args)})${over}`;
    }
    case 'unary':
      return `(${expr.op} ${of(expr.of)})`;
    case 'binary':
      return `(${chainOf(expr).map(of).join(` ${expr.op} `)})`;
    case 'between':
      return `(${of(expr.of)} ${denied(expr.not)}BETWEEN ${of(expr.low)} AND ${of(expr.high)})`;
    case 'in': {
      const inside = isQuery(expr.list) ? printing.query(expr.list) : list(expr.list);
      return `(${of(expr.of)} ${denied(expr.not)}IN (${inside}))`;
    }
    case 'isNull':
      return `(${of(expr.of)} IS ${denied(expr.not)}NULL)`;
    case 'case': {
      const whens = expr.whens.map(({ when, then }) => ` WHEN ${of(when)} THEN ${of(then)}`).join('');
      return `CASE${expr.of === null ? '' : ` ${of(expr.of)}`}${whens}${expr.otherwise === null ? '' : ` ELSE ${of(expr.otherwise)}`} END`;
    }
    case 'cast':
      return `CAST(${of(expr.of)} AS ${expr.type})`;
    case 'array':
      return `[${list(expr.items)}]`;
    case 'tuple':
      return `(${list(expr.items)})`;
    case 'lambda': {
      const names = expr.params.map(quote);
      return `${names.length === 1 ? names[0]! : `(${names.join(', ')})`} -> ${of(expr.body)}`;
    }
    case 'index':
      return `(${of(expr.of)})[${of(expr.by)}]`;
    case 'interval':
      return `INTERVAL ${expr.count.kind === 'number' ? expr.count.text : `(${of(expr.count)})`} ${expr.unit}`;
    case 'query':
      return `(${printing.query(expr.query)})`;
  }
}

/** a AND b AND c is one chain: a statement of many conditions is not a deep one. */
function chainOf(expr: Extract<Expr, { kind: 'binary' }>): Expr[] {
  const chain: Expr[] = [];
  let left: Expr = expr;
  while (left.kind === 'binary' && left.op === expr.op && (left === expr || /^(AND|OR)$/.test(expr.op))) {
    chain.push(left.right);
    left = left.left;
  }
  return [left, ...chain.toReversed()];
}

const denied = (not: boolean): string => (not ? 'NOT ' : '');

export function printOrder(orders: readonly Order[], printing: Printing): string {
  const one = ({ expr, descending, nulls }: Order): string =>
    `${printExpr(expr, printing)}${descending ? ' DESC' : ''}${nulls === null ? '' : ` NULLS ${nulls}`}`;
  return `ORDER BY ${orders.map(one).join(', ')}`;
}

function printWindow({ partitionBy, orderBy, frame }: Window, printing: Printing): string {
  const parts = [
    ...(partitionBy.length === 0
      ? []
      : [`PARTITION BY ${partitionBy.map((one) => printExpr(one, printing)).join(', ')}`]),
    ...(orderBy.length === 0 ? [] : [printOrder(orderBy, printing)]),
    ...(frame === null ? [] : [`${frame.unit} BETWEEN ${printBound(frame.from)} AND ${printBound(frame.to)}`]),
  ];
  return parts.join(' ');
}

const printBound = (bound: Bound): string =>
  bound === 'CURRENT ROW' ? bound : `${bound.rows === null ? 'UNBOUNDED' : bound.rows} ${bound.edge}`;
