import { isCode, isTest, type Tree } from './tree.ts';

/** HOUSE.md "Direction" 4, for the warehouse: which area writes which table. Adapters write what they are handed. */
const owners: Record<string, string> = {
  ...Object.fromEntries(
    ['spans', 'content', 'message_refs', 'logs', 'parts', 'scores'].map((table) => [table, 'ingest']),
  ),
  ...Object.fromEntries(
    [
      ...['steps', 'runs', 'invocations', 'metrics_1m', 'metrics_1h', 'metrics_1d'],
      ...['agents_1m', 'agents_1h', 'agents_1d', 'failures'],
    ].map((table) => [table, 'rooms/monitoring']),
  ),
  decisions: 'rooms/policy',
  exposures: 'rooms/lifecycle',
};

const writes =
  /\b(?:insert\s+into|alter\s+table|truncate\s+table)\s+(?:signalbox\.)?([a-z_0-9]+)|\btable:\s*['"]([a-z_0-9]+)['"]/gi;

export function warehouseWriteViolations(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, text] of tree) {
    const area = /^packages\/server\/src\/(rooms\/[^/]+|[^/]+)\//.exec(path)?.[1];
    if (!area || area === 'adapters' || !isCode(path) || isTest(path)) continue;
    for (const match of text.matchAll(writes)) {
      const table = (match[1] ?? match[2])!;
      const owner = owners[table];
      if (owner !== undefined && owner !== area)
        found.push(`${path} writes the warehouse's ${table}, which ${owner} owns`);
    }
  }
  return found;
}
