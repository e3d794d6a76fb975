import { localName, type Topology } from './topology.ts';

const shape =
  /^CREATE TABLE (IF NOT EXISTS )?(\w+)\s*(\([\s\S]*\))\s*ENGINE = (\w*MergeTree)(?:\(([^()]*)\))?\s+([\s\S]*?)(?:\s*SETTINGS ([^()]*))?$/;

/**
 * A table of rows on each node, and the Distributed table over them under the name that all SQL uses. Throws on a table whose shard
 * cannot be told from its key: its versions could lie on two shards, where FINAL does not meet them.
 */
export function createTable(sql: string, topology: Topology): string[] {
  const match = shape.exec(sql.trim());
  if (match === null) throw new Error(`A cluster has no form for this table: ${sql.trim().slice(0, 120)}`);
  const [, ifNot = '', table = '', columns = '', engine = '', args = '', rest = '', given = ''] = match;
  const local = localName(table);
  const settings = topology.tableSettings(given);
  return [
    `CREATE TABLE ${ifNot}${local}${topology.onCluster} ${columns} ENGINE = ${topology.engine(table, engine, args)} ${rest}${settings === '' ? '' : `\nSETTINGS ${settings}`}`,
    `CREATE TABLE ${ifNot}${table}${topology.onCluster} AS ${local} ENGINE = Distributed('${topology.cluster}', currentDatabase(), '${local}', ${shardingKey(table, columns, rest)})`,
  ];
}

/**
 * Rows of a trace lie together. Log records of no trace would all lie on one shard: they go by their time. Rollups know no trace: by
 * workspace and bucket, so that a bucket rebuilt is one insert on one shard, seen whole or not at all.
 */
function shardingKey(table: string, columns: string, rest: string): string {
  const order = /ORDER BY \(?([^\n]*?)\)?\s*$/m.exec(rest)?.[1] ?? '';
  const sorted = new Set(order.match(/\w+/g));
  const has = (column: string): boolean => new RegExp(`[(,\\s]${column}\\s+[A-Z]`).test(columns);
  // A run's id begins with its trace.
  const keys = sorted.has('trace_id') || sorted.has('run_id') ? ['trace_id'] : order.split(/,\s*/).slice(0, 2);
  if (!keys.every(has)) throw new Error(`The shard of ${table} cannot be told from its key (${order}).`);
  if (keys[0] === 'trace_id' && has('time')) return `if(trace_id = '', cityHash64(time), cityHash64(trace_id))`;
  return `cityHash64(${keys.join(', ')})`;
}
