import type { Warehouse } from '../../../ports/warehouse.ts';
import { clocks } from './inspect-clocks.ts';
import { placement } from './inspect-placement.ts';
import { probe } from './inspect-probe.ts';
import { replication } from './inspect-replication.ts';

export type Finding = { what: string; state: 'ok' | 'note' | 'bad'; says: string };
/** `host`: as `remote_servers` has it. */
export type ClusterNode = { shard: number; replica: number; weight: number; host: string };
/** `now`: Unix milliseconds of this machine. */
export type Inspected = { warehouse: Warehouse; cluster: string; nodes: readonly ClusterNode[]; now: () => number };

/**
 * What can go wrong between the nodes of a cluster, looked at on the operator's own. Makes a table `doctor_probe`, writes to it through
 * every shard, and drops it. A look that fails is a finding, and the others go on.
 */
export async function* inspectCluster(
  warehouse: Warehouse,
  cluster: string,
  now: () => number,
): AsyncGenerator<Finding> {
  const nodes = await warehouse.query<ClusterNode>(
    `SELECT shard_num AS shard, replica_num AS replica, shard_weight AS weight, host_name AS host
     FROM system.clusters WHERE cluster = {cluster:String} ORDER BY shard, replica`,
    { cluster },
  );
  if (nodes.length === 0) return yield await unknownCluster(warehouse, cluster);
  const shards = new Set(nodes.map(({ shard }) => shard)).size;
  yield { what: 'Cluster', state: 'ok', says: `${cluster}: ${shards} shard(s), ${nodes.length} replica(s) in all` };
  const inspected = { warehouse, cluster, nodes, now };
  for (const [what, look] of looks) {
    yield await look(inspected).then(
      (found) => ({ what, ...found }),
      (error: Error) => ({ what, state: 'bad' as const, says: reasonOf(error) }),
    );
  }
}

const looks: readonly (readonly [string, (inspected: Inspected) => Promise<Omit<Finding, 'what'>>])[] = [
  ['Macros', macros],
  ['Replication', replication],
  ['Clocks of the nodes', clocks],
  ['Through each shard', probe],
  ['Rows on their shard', placement],
];

async function unknownCluster(warehouse: Warehouse, cluster: string): Promise<Finding> {
  const known = await warehouse.query<{ cluster: string }>(
    'SELECT DISTINCT cluster FROM system.clusters ORDER BY cluster',
  );
  const names = known.map((one) => one.cluster).join(', ') || 'none';
  return {
    what: 'Cluster',
    state: 'bad',
    says: `remote_servers of the node asked has no cluster "${cluster}"; it has: ${names}`,
  };
}

/** Keeper's paths are made of them: two replicas of one name would be one, a node without them cannot make its tables. */
async function macros({ warehouse, cluster, nodes }: Inspected): Promise<Omit<Finding, 'what'>> {
  const rows = await warehouse.query<{ host: string; shard: string; replica: string }>(
    `SELECT hostName() AS host, anyIf(substitution, macro = 'shard') AS shard, anyIf(substitution, macro = 'replica') AS replica
     FROM clusterAllReplicas({cluster:String}, system.macros) GROUP BY host ORDER BY host`,
    { cluster },
  );
  const without = rows.filter(({ shard, replica }) => shard === '' || replica === '').map(({ host }) => host);
  if (without.length > 0) return { state: 'bad', says: `shard or replica is not set on ${without.join(', ')}` };
  const names = rows.map(({ shard, replica }) => `${shard}/${replica}`);
  const says = `${rows.map(({ host }, at) => `${host} ${names[at]}`).join(', ')}`;
  if (new Set(names).size < nodes.length)
    return {
      state: 'bad',
      says: `${nodes.length} replicas and ${new Set(names).size} names among them: ${says || 'none'}`,
    };
  return { state: 'ok', says };
}

const reasonOf = (error: Error): string =>
  (error.cause instanceof Error ? error.cause.message : error.message).slice(0, 300);
