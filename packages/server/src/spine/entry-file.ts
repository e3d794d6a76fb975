/**
 * Address of a worker's or child's entry beside the caller: `entryFile('./pglite-worker', import.meta.url)`.
 * The same source runs as .ts (types stripped) and from dist as .js; this is the one place that knows.
 */
export const entryFile = (name: string, from: string): URL =>
  new URL(name + (from.endsWith('.ts') ? '.ts' : '.js'), from);
