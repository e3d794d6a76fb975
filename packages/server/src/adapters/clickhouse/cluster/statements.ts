import { alterTable } from './alter-table.ts';
import { createTable } from './create-table.ts';
import { localName, type Topology } from './topology.ts';

/**
 * What a statement becomes on a cluster. Reads and inserts stay as they are: they meet Distributed tables under the names they know. A
 * Distributed table takes no mutation, and TRUNCATE on it empties nothing and says nothing: these go to the tables of rows, on all nodes.
 */
export function clustered(sql: string, topology: Topology): string[] {
  const plain = sql.trim();
  const on = topology.onCluster;
  const rows = (pattern: RegExp): string =>
    plain.replace(pattern, (_, head: string, table: string) => `${head}${localName(table)}${on}`);
  const [verb = '', object = ''] = plain.split(/\s+/, 2).map((word) => word.toUpperCase());
  if (verb === 'CREATE' && object === 'TABLE') return createTable(plain, topology);
  if (verb === 'ALTER') return alterTable(plain, /^ALTER TABLE (\w+)/i.exec(plain)?.[1] ?? '', topology);
  if (verb === 'TRUNCATE') return [rows(/^(TRUNCATE TABLE (?:IF EXISTS )?)(\w+)/i)];
  if (verb === 'OPTIMIZE') return [rows(/^(OPTIMIZE TABLE )(\w+)/i)];
  if (verb === 'DELETE') return [rows(/^(DELETE FROM )(\w+)/i)];
  if (verb === 'DROP' && object === 'TABLE') {
    const drop = /^(DROP TABLE (?:IF EXISTS )?)(\w+)/i;
    return [plain.replace(drop, (_, head: string, table: string) => `${head}${table}${on}`), rows(drop)];
  }
  return [sql];
}
