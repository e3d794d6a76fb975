/** What every statement on a cluster carries, so that the SQL itself is the same as without one. */
export const clusterSettings = {
  /** An insert is answered when its rows are on their shards, not when they wait in a queue of the node that was asked. */
  distributed_foreground_insert: 1,
  /** INSERT … SELECT reads all shards and writes by the sharding key. Run on each shard alone, rollups would be summed shard by shard. */
  parallel_distributed_insert_select: 0,
  /** A sub-query of IN is asked once, of all shards, and its answer sent to each. */
  distributed_product_mode: 'global',
  /** Reads see what was just inserted: both go to the first replica that is up, whichever node was asked. The others stand by. */
  load_balancing: 'in_order',
  prefer_localhost_replica: 0,
  /** A schema change is done when all replicas have it. */
  alter_sync: 2,
} as const;
