import { isQuery, type Expr } from './tree.ts';

/** What stands in an expression, queries apart. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'call': {
      const over = expr.over === null ? [] : [...expr.over.partitionBy, ...expr.over.orderBy.map((one) => one.expr)];
      return [...expr.parameters, ...expr.args, ...over];
    }
    case 'unary':
    case 'isNull':
    case 'cast':
      return [expr.of];
    case 'binary':
      return [expr.left, expr.right];
    case 'between':
      return [expr.of, expr.low, expr.high];
    case 'in':
      return isQuery(expr.list) ? [expr.of] : [expr.of, ...expr.list];
    case 'case': {
      const ends = [expr.of, expr.otherwise].filter((one) => one !== null);
      return [...ends, ...expr.whens.flatMap(({ when, then }) => [when, then])];
    }
    case 'array':
    case 'tuple':
      return expr.items;
    case 'lambda':
      return [expr.body];
    case 'index':
      return [expr.of, expr.by];
    case 'interval':
      return [expr.count];
    default:
      return [];
  }
}
