import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { openEmbedded } from '../embedded.ts';
import { migrate, type Migration } from '../migrate.ts';
import { migrations as all } from '../migrations/index.ts';
import { createWarehouse } from '../warehouse.ts';
import { clusterSettings } from './settings.ts';
import { clustered } from './statements.ts';
import type { Topology } from './topology.ts';

/**
 * A real, migrated warehouse whose tables are those of a cluster of `shards` shards, all of them the chDB child itself: it has no TCP
 * server, so every replica must be local. Not here: Replicated engines and ON CLUSTER, which need Keeper, and a second process.
 */
export async function openClusterWarehouse(shards: 1 | 2, migrations: readonly Migration[] = all): Promise<Warehouse> {
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-cluster-'));
  declareCluster(dataDir, shards);
  const backend = await openEmbedded({ dataDir });
  // Nobody listens where the cluster says that its node is: it must be taken for this process.
  const settings = {
    ...backend.settings,
    ...clusterSettings,
    prefer_localhost_replica: 1,
    ...halves(shards, migrations),
  };
  const warehouse = createWarehouse({ ...backend, topology: topologyOf(shards), settings });
  await migrate(warehouse, migrations);
  return {
    ...warehouse,
    async close() {
      await warehouse.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const name = 'signalbox';

/** The engine merges what lies in `engine.d` into its configuration. */
export function declareCluster(dataDir: string, shards: number, more = ''): void {
  const replica = '<replica><host>localhost</host><port>9000</port></replica>';
  const shard = `<shard><internal_replication>true</internal_replication>${replica}</shard>`;
  mkdirSync(join(dataDir, 'engine.d'), { recursive: true });
  const xml = `<clickhouse><tcp_port>9000</tcp_port><remote_servers><${name}>${shard.repeat(shards)}</${name}></remote_servers>${more}</clickhouse>`;
  writeFileSync(join(dataDir, 'engine.d', 'cluster.xml'), xml);
}

const topologyOf = (shards: number): Topology => ({
  cluster: name,
  onCluster: '',
  engine: (_table, engine, args) => `${engine}(${args})`,
  // Two shards are one table here, where a token would stop the second half of an insert.
  tableSettings: (given) =>
    shards === 1 ? given : given.replace(/non_replicated_deduplication_window = \d+(, )?/, ''),
});

/**
 * Two shards over one table: each sees only the rows that belong to it. So every query is answered from two places, as on two hosts.
 */
function halves(shards: number, migrations: readonly Migration[]): Record<string, string> {
  if (shards === 1) return {};
  const tables = migrations.flatMap(({ statements }) =>
    statements
      .flatMap((sql) => clustered(sql, topologyOf(shards)))
      .flatMap((sql) => {
        const [, local, key] = /Distributed\('\w+', currentDatabase\(\), '(\w+)', (.*)\)$/.exec(sql) ?? [];
        return local === undefined || key === undefined ? [] : [[local, key] as const];
      }),
  );
  const filters = tables.map(
    ([local, key]) => `'signalbox.${local}': '${`${key} % ${shards} = shardNum() - 1`.replaceAll("'", "\\'")}'`,
  );
  return { additional_table_filters: `{${filters.join(', ')}}` };
}
