/** The value of a JSON text, undefined for anything else. Never throws. */
function parseJson(text: string): unknown {
  const first = text.trimStart().charCodeAt(0);
  // Objects, arrays and quoted strings only: a bare word or number in a text attribute is text.
  if (first !== 123 && first !== 91 && first !== 34) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * What was meant by a value that clients encode as JSON text, some of them twice: parsed up to two levels, structured
 * values as they are. A string that is no object or array in the end stays the string it was at its last readable level.
 */
export function decoded(value: unknown): unknown {
  let current = value;
  for (let level = 0; level < 2 && typeof current === 'string'; level++) {
    const parsed = parseJson(current);
    if (parsed === undefined) return current;
    current = parsed;
  }
  return current;
}

export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** First of these fields that holds a non-empty string. */
export function textField(object: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = object[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
