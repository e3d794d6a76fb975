import { printExpr, printOrder, type Printing, quote } from './print-expression.ts';
import type { Expr, Item, Join, Query, Select, Source } from './tree.ts';

/**
 * How what was read is written. `text`: of a value. `source`: of a table that is no CTE, with its alias. `named`: calls every column of
 * every SELECT by a name, `x__<n>` where it has none; told what each stands for.
 */
export type Style = {
  text(value: string): string;
  source(name: string, select: Select): string;
  cte(name: string): string;
  named: ((expr: Expr) => string) | null;
};

/** As people write it: what is read from it is the same tree, and printed the same text. */
const plainStyle: Style = {
  text: (value) =>
    `'${value
      .replaceAll(/[\\']/g, String.raw`\$&`)
      .replaceAll('\n', String.raw`\n`)
      .replaceAll('\t', String.raw`\t`)}'`,
  source: (name) => quote(name),
  cte: (name) => quote(name),
  named: null,
};

export const print = (query: Query, style: Style = plainStyle): string => printQuery(query, style, new Set());

/** Where CTEs have these names. */
const printing = (style: Style, ctes: ReadonlySet<string>): Printing => ({
  text: style.text,
  query: (query) => printQuery(query, style, ctes),
});

/** One expression by itself. */
export const printAlone = (expr: Expr, style: Style = plainStyle): string =>
  printExpr(expr, printing(style, new Set()));

function printQuery(query: Query, style: Style, outer: ReadonlySet<string>): string {
  const ctes = new Set(outer);
  const heads = query.ctes.map(({ name, query: inner }) => {
    const text = `${style.cte(name)} AS (${printQuery(inner, style, ctes)})`;
    ctes.add(name);
    return text;
  });
  const body = query.parts.map((part) => printSelect(part, style, ctes)).join(' UNION ALL ');
  return heads.length === 0 ? body : `WITH ${heads.join(', ')} ${body}`;
}

function printSelect(select: Select, style: Style, ctes: ReadonlySet<string>): string {
  const expr = (one: Expr): string => printExpr(one, printing(style, ctes));
  const list = (all: readonly Expr[]): string => all.map(expr).join(', ');
  const { distinct, items, from, where, groupBy, having, orderBy, limitBy, limit, offset } = select;
  const taken = new Set(items.flatMap(({ alias }) => alias ?? []));
  return [
    `SELECT${distinct ? ' DISTINCT' : ''} ${items.map((item) => printItem(item, style, expr, taken)).join(', ')}`,
    from && `FROM ${printSource(from.first, select, style, ctes)}`,
    ...(from?.joins ?? []).map((join) => printJoin(join, select, style, ctes)),
    where && `WHERE ${expr(where)}`,
    groupBy.length > 0 && `GROUP BY ${list(groupBy)}`,
    having && `HAVING ${expr(having)}`,
    orderBy.length > 0 && printOrder(orderBy, printing(style, ctes)),
    limitBy && `LIMIT ${limitBy.count} BY ${list(limitBy.by)}`,
    limit !== null && `LIMIT ${limit}`,
    offset !== null && `OFFSET ${offset}`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' ');
}

/** `r.name, s.name`: to the engine one name must mean one thing, so the second goes by another. */
function printItem({ expr, alias }: Item, style: Style, print: (one: Expr) => string, taken: Set<string>): string {
  const text = print(expr);
  if (alias !== null) return `${text} AS ${quote(alias)}`;
  if (style.named === null || expr.kind === 'star' || (expr.kind === 'column' && expr.table === null)) return text;
  if (expr.kind !== 'column' || taken.has(expr.name)) return `${text} AS ${quote(style.named(expr))}`;
  taken.add(expr.name);
  return `${text} AS ${quote(expr.name)}`;
}

function printSource(source: Source, select: Select, style: Style, ctes: ReadonlySet<string>): string {
  const alias = source.alias === '' ? '' : ` AS ${quote(source.alias)}`;
  if (source.kind === 'query') return `(${printQuery(source.query, style, ctes)})${alias}`;
  return `${ctes.has(source.name) ? style.cte(source.name) : style.source(source.name, select)}${alias}`;
}

function printJoin({ kind, source, on, using }: Join, select: Select, style: Style, ctes: ReadonlySet<string>): string {
  const by =
    on === null ? `USING (${(using ?? []).map(quote).join(', ')})` : `ON ${printExpr(on, printing(style, ctes))}`;
  return `${kind} JOIN ${printSource(source, select, style, ctes)} ${by}`;
}
