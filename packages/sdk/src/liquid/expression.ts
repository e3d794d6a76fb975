import type { Filter } from './filters.ts';
import { refuse } from './problem.ts';
import { areEqual, isKeyword, isTrue, propertyOf } from './values.ts';

/** What stands in `{{ … }}` or after `if`. */
export type Expression =
  | { kind: 'value'; value: unknown }
  | { kind: 'path'; path: readonly Expression[] }
  | { kind: 'range'; from: Expression; to: Expression }
  | { kind: 'not'; of: Expression }
  | { kind: 'pair'; operator: string; left: Expression; right: Expression };
/** An expression and what is made of it. `named`: arguments with a name, of which only `allow_false` is known. */
export type Filtered = { of: Expression; filters: readonly Applied[] };
type Applied = { name: string; filter: Filter; args: readonly Expression[]; allowsFalse: Expression | null };

/** Finds the first part of a path; undefined = nobody knows it. */
export type Scope = (name: string) => unknown;

const mostItems = 100_000;

/** `isLenient`: what is not there is null, as in conditions. Throws TemplateProblem. */
export function evaluate(expression: Expression, scope: Scope, isLenient: boolean): unknown {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'path':
      return walk(expression.path, scope, isLenient);
    case 'range': {
      const [from, to] = [
        Number(evaluate(expression.from, scope, false)),
        Number(evaluate(expression.to, scope, false)),
      ];
      if (to - from >= mostItems) refuse(`a range of more than ${mostItems} numbers`);
      return Array.from({ length: Math.max(0, Math.ceil(to + 1 - from)) || 0 }, (_, n) => from + n);
    }
    case 'not':
      return !isTrue(evaluate(expression.of, scope, isLenient));
    case 'pair': {
      const left = evaluate(expression.left, scope, isLenient);
      return compare(expression.operator, left, evaluate(expression.right, scope, isLenient));
    }
  }
}

export function evaluateFiltered({ of, filters }: Filtered, scope: Scope, isLenient: boolean): unknown {
  let value = evaluate(of, scope, isLenient || filters[0]?.name === 'default');
  for (const { filter, args, allowsFalse } of filters) {
    const given = args.map((one) => evaluate(one, scope, false));
    if (allowsFalse !== null) given[1] = evaluate(allowsFalse, scope, false);
    value = filter(value, ...given);
  }
  return value;
}

function walk(path: readonly Expression[], scope: Scope, isLenient: boolean): unknown {
  const keys = path.map((one) => evaluate(one, scope, false));
  let value: unknown;
  for (let at = 0; at < keys.length; at++) {
    value = at === 0 ? scope(String(keys[0])) : propertyOf(value, keys[at]);
    if (value !== undefined) continue;
    if (isLenient) return null;
    refuse(`undefined variable: ${keys.slice(0, at + 1).join('.')}`);
  }
  return value;
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (operator === '==') return areEqual(left, right);
  if (operator === '!=') return !areEqual(left, right);
  if (operator === 'and') return isTrue(left) && isTrue(right);
  if (operator === 'or') return isTrue(left) || isTrue(right);
  if (operator === 'contains') {
    if (Array.isArray(left)) return left.some((one) => areEqual(one, right));
    return typeof left === 'string' && left.includes(String(right as string));
  }
  if (isKeyword(left) || isKeyword(right)) return false;
  const [a, b] = [left as number, right as number];
  return operator === '>' ? a > b : operator === '<' ? a < b : operator === '>=' ? a >= b : a <= b;
}
