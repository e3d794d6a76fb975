import type { JsonValue, ValueChange } from '../contract.ts';

/**
 * What differs between two JSON values, member by member of objects; lists are compared as a whole. Put at their paths, the
 * `after`s make the right side of the left one.
 */
export function diffValues(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: string[] = [],
): ValueChange[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => diffValues(own(before, name), own(after, name), [...path, name]));
  }
  if (sameValue(before, after)) return [];
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => sameValue(one, b[at]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameValue(own(a, name), own(b, name)))
  );
}

type JsonObject = { [key: string]: JsonValue };
const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A member called `__proto__` is one like others. */
const own = (value: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;
