/** How a cluster's tables are made. A test declares a cluster of its own kind: chDB has no Keeper and no second host. */
export type Topology = {
  /** As `remote_servers` names it. */
  cluster: string;
  /** ` ON CLUSTER …`, or nothing where one node is all there is. */
  onCluster: string;
  /** The engine of the rows themselves, from the one that a migration names: `ReplacingMergeTree`, `version`. */
  engine(table: string, name: string, args: string): string;
  /** Settings of a table of rows, from those that a migration gives it. */
  tableSettings(given: string): string;
};

/**
 * Replicated tables on every node of a cluster. Keeper's path is by table name and not by the default `{uuid}`: made again by name on a
 * node that joined later, a table must find its replicas and not become another one.
 */
export const replicated = (cluster: string): Topology => ({
  cluster,
  onCluster: ` ON CLUSTER \`${cluster}\``,
  engine: (table, name, args) =>
    `Replicated${name}('/clickhouse/tables/{database}/${table}/{shard}', '{replica}'${args === '' ? '' : `, ${args}`})`,
  // Tokens are remembered for an hour by default; a segment may wait for a warehouse, or in quarantine, for days.
  tableSettings: (given) =>
    [
      ...given
        .split(/,\s*/)
        .filter((setting) => setting !== '' && !setting.startsWith('non_replicated_deduplication_window')),
      'replicated_deduplication_window = 10000',
      'replicated_deduplication_window_seconds = 604800',
      // A segment leaves the spool once it is inserted, so an insert must be on the disk.
      'fsync_after_insert = 1',
      'fsync_part_directory = 1',
    ].join(', '),
});

/** The table of rows on each node; the name itself is the Distributed table over them, so that all SQL stays as it is. */
export const localName = (table: string): string => `${table}_local`;
