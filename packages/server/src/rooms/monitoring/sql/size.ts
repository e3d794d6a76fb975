import { childrenOf } from './children.ts';
import { bounds, SqlRefusal } from './refusal.ts';
import { isQuery, type Expr, type Select } from './tree.ts';

/** A subquery weighs as much as this many nodes, for it is run wherever an alias for it stands. */
const subquery = 500;

/**
 * Parts of a SELECT with each alias written out where it is used, as the engine does: `1+1 AS a, a+a AS b, b+b AS c …` doubles with
 * every item. Throws where they are too many.
 */
export function sizeOf(select: Select): number {
  const aliases = new Map(select.items.flatMap(({ alias, expr }) => (alias === null ? [] : [[alias, expr] as const])));
  const known = new Map<string, number>();
  const under = new Set<string>();
  const grown = (size: number, at: number): number => {
    if (size > bounds.nodes) throw new SqlRefusal('too_large', at, 'With its names written out, this is too large.');
    return size;
  };
  const ofAlias = (name: string, expr: Expr): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    // An alias within itself is the column of that name.
    if (under.has(name)) return 1;
    under.add(name);
    const size = of(expr);
    under.delete(name);
    known.set(name, size);
    return size;
  };
  const of = (expr: Expr): number => {
    if (expr.kind === 'column' && expr.table === null) {
      const meant = aliases.get(expr.name);
      return meant === undefined ? 1 : ofAlias(expr.name, meant);
    }
    const inner = expr.kind === 'query' || (expr.kind === 'in' && isQuery(expr.list)) ? subquery : 1;
    return grown(
      childrenOf(expr).reduce((sum, child) => sum + of(child), inner),
      expr.at,
    );
  };
  const all = [
    ...select.items.map(({ expr }) => expr),
    ...[select.where, select.having].filter((one) => one !== null),
    ...select.groupBy,
    ...select.orderBy.map(({ expr }) => expr),
    ...(select.limitBy?.by ?? []),
    // A column that is called as an alias is the alias there too.
    ...(select.from?.joins ?? []).flatMap(({ on }) => on ?? []),
  ];
  return grown(
    all.reduce((sum, expr) => sum + of(expr), 0),
    select.at,
  );
}
