const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', 0: '\0' };

/**
 * `param_*` of a request as the engine's binding wants them. HTTP carries values in TSV escapes and the binding escapes once more, so the
 * first layer comes off here. Inside arrays, tuples and maps a quote must come out doubled: the binding would turn `\'` into `\\'`.
 */
export function bindings(sql: string, params: URLSearchParams): Record<string, string | null> {
  const bound: Record<string, string | null> = {};
  for (const [key, value] of params) {
    if (!key.startsWith('param_')) continue;
    const name = key.slice('param_'.length);
    bound[name] = value === '\\N' ? null : unescape(value, isNested(sql, name));
  }
  return bound;
}

const isNested = (sql: string, name: string): boolean =>
  /^\w+$/.test(name) && new RegExp(`\\{\\s*${name}\\s*:\\s*(Array|Tuple|Map|Nested)\\b`, 'i').test(sql);

const unescape = (value: string, nested: boolean): string =>
  value.replace(/\\([\s\S])/g, (_, c: string) => (nested && c === "'" ? "''" : (escapes[c] ?? c)));
