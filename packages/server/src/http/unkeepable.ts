/**
 * Where in a request a text stands that is not kept as it was sent: PostgreSQL refuses U+0000, and half a surrogate pair would be
 * stored as another character than the ledger signs. Paths with dots, as in `fields` of a problem.
 */
export function unkeepable(request: unknown): string[] {
  const found: string[] = [];
  // No recursion: what a schema leaves open may nest as deep as a body is long.
  const open: [value: unknown, path: string][] = [[request, '']];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, path] = next;
    if (typeof value === 'string') {
      if (value.includes('\u0000') || !value.isWellFormed()) found.push(path);
    } else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) open.push([inner, path === '' ? key : `${path}.${key}`]);
  }
  return found;
}
