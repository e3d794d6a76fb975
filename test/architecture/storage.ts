import { isCode, isTest, type Tree } from './tree.ts';

/** HOUSE.md "Direction" 4, and the second invariant where verbs write through their store. */

const server = /^packages\/server\/src\/((?:rooms\/[^/]+|[^/]+))\//;
const write = /\.(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(\s*['"]([a-z_0-9]+)['"]/g;

/** Tables of the spine that a room keeps: people and places by access, the catalog by lifecycle, repeated requests by the edge. */
const kept: Record<string, readonly string[]> = {
  workspaces: ['access'],
  teams: ['access'],
  environments: ['access', 'rooms/lifecycle'],
  agents: ['rooms/lifecycle'],
  agent_aliases: ['rooms/lifecycle'],
  ignored_agent_names: ['rooms/lifecycle'],
  ops_idempotency: ['http'],
};

/** A table is written by one area: the one whose tables.ts declares it. */
export function ownershipViolations(tree: Tree): string[] {
  const owners = ownersOf(tree);
  const found: string[] = [];
  for (const [path, text] of sources(tree)) {
    const area = server.exec(path)![1]!;
    for (const [, table] of text.matchAll(write)) {
      const owner = owners.get(table!);
      const writers = owner === undefined ? [] : [owner, ...(kept[table!] ?? [])];
      if (owner !== undefined && !writers.includes(area))
        found.push(`${path} writes ${table}, which is written by ${writers.join(' and ')}`);
    }
  }
  return found;
}

function ownersOf(tree: Tree): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [path, text] of tree) {
    const area = path.endsWith('/tables.ts') ? server.exec(path)?.[1] : undefined;
    if (area) for (const [, name] of text.matchAll(/^ {2}([a-z_0-9]+): \{/gm)) owners.set(name!, area);
  }
  return owners;
}

/** views/ never write: no table, no ledger. */
export function viewViolations(tree: Tree): string[] {
  return sources(tree)
    .filter(
      ([path, text]) =>
        path.includes('/views/') &&
        (text.matchAll(write).next().value ||
          /\b(?:change|append|command|insertBlock)\(|\b(?:insert into|delete from)\b/i.test(text)),
    )
    .map(([path]) => `${path} writes; views read`);
}

/** A verb that has its store write a table not named ops_* must call change(…) or append(…) itself. The lint rule sees one file only. */
export function storeViolations(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, text] of sources(tree)) {
    const store = tree.get(path.replace(/verbs\/[^/]+$/, 'store.ts'));
    if (!path.includes('/verbs/') || store === undefined || /\b(?:change|append)\(/.test(text)) continue;
    for (const [name, body] of functionsOf(store)) {
      const table = [...body.matchAll(write)].map((match) => match[1]!).find((one) => !one.startsWith('ops_'));
      if (table && new RegExp(`\\b${name}\\(`).test(text))
        found.push(`${path} writes ${table} through ${name} and appends nothing to the ledger`);
    }
  }
  return found;
}

/** Name and text of each exported function of a file. */
const functionsOf = (text: string): [string, string][] =>
  text
    .split(/^(?=export )/m)
    .map((part): [string, string] => [/^export (?:async )?(?:function|const) (\w+)/.exec(part)?.[1] ?? '', part])
    .filter(([name]) => name !== '');

/** Rollups are rebuilt, never added to: no materialized view may sum or count spans, and no engine may add. */
export function rollupViolations(tree: Tree): string[] {
  const found: string[] = [];
  for (const [path, text] of sources(tree).filter(([path]) => path.includes('/migrations/'))) {
    for (const [statement] of text.matchAll(/create\s+materialized\s+view[^;`]*/gi))
      if (/\b(?:count|sum|avg|uniq|quantile|min|max|any|argMax|groupArray)\w*\s*\(/i.test(statement))
        found.push(`${path} has a materialized view that aggregates`);
    if (/\b(?:Summing|Aggregating)MergeTree\b/.test(text)) found.push(`${path} has a table whose engine adds up`);
  }
  return found;
}

const sources = (tree: Tree): [string, string][] =>
  [...tree].filter(([path]) => server.test(path) && isCode(path) && !isTest(path));
