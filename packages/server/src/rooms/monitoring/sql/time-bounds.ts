import type { Expr, Select } from './tree.ts';

/** That a row's time is at least (`from`) or at most (`to`) what a constant says. */
export type TimeBound = { side: 'from' | 'to'; value: Expr };

const sides: Record<string, TimeBound['side']> = { '>': 'from', '>=': 'from', '<': 'to', '<=': 'to' };
const turned: Record<string, string> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' };
const constantCalls = new Set(
  `now today yesterday toDate toDateTime toStartOfHour toStartOfDay toStartOfMonth toStartOfWeek toMonday subtractDays subtractHours
   subtractWeeks subtractMonths subtractMinutes addDays addHours`.split(/\s+/),
);

/**
 * What the conditions of a SELECT say of the time of its first table, so that only that time is read. The engine itself must not move
 * conditions inwards: tried on rows of others, one that fails would tell of them. Constants alone are moved, which know no row.
 */
export function timeBounds(select: Select, column: string): TimeBound[] {
  const { from, where, items } = select;
  if (from === null || where === null) return [];
  // Rows that a right or full join adds have no time; under another's name the column is something else.
  if (from.joins.some(({ kind }) => kind === 'RIGHT' || kind === 'FULL')) return [];
  if (items.some(({ alias }) => alias === column)) return [];
  const isTime = (expr: Expr): boolean =>
    expr.kind === 'column' &&
    expr.name === column &&
    (expr.table === from.first.alias || (expr.table === null && from.joins.length === 0));
  return conjuncts(where).flatMap((one): TimeBound[] => {
    if (one.kind === 'between' && !one.not && isTime(one.of) && isConstant(one.low) && isConstant(one.high))
      return [
        { side: 'from', value: one.low },
        { side: 'to', value: one.high },
      ];
    if (one.kind !== 'binary') return [];
    const [op, value] = isTime(one.left)
      ? [one.op, one.right]
      : isTime(one.right)
        ? [turned[one.op] ?? '', one.left]
        : ['', one];
    const side = sides[op];
    return side !== undefined && isConstant(value) ? [{ side, value }] : [];
  });
}

const conjuncts = (expr: Expr): Expr[] =>
  expr.kind === 'binary' && expr.op === 'AND' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr];

/** A moment that needs no row. Texts only where they are read as one and the same moment everywhere. */
function isConstant(expr: Expr): boolean {
  if (expr.kind === 'string') return isMoment(expr.value);
  if (expr.kind === 'call')
    return constantCalls.has(expr.name) && expr.args.every((arg) => isConstant(arg) || arg.kind === 'number');
  if (expr.kind !== 'binary' || !/^[-+]$/.test(expr.op)) return false;
  return isConstant(expr.left) && expr.right.kind === 'interval' && expr.right.count.kind === 'number';
}

const isMoment = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d)?$/.test(text) && !Number.isNaN(Date.parse(text));
