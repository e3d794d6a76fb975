import type { ClickHouseClient } from '@clickhouse/client';
import { type Backend, commonSettings, openClient } from './backend.ts';
import { clusterSettings } from './cluster/settings.ts';
import { replicated, type Topology } from './cluster/topology.ts';
import { createHealth } from './health.ts';
import { mapError } from './map-error.ts';

const pingMs = 2_000;

/**
 * A ClickHouse server or cluster behind `CLICKHOUSE_URL` (`http://user:password@host:8123[/database]`; the database is `signalbox` unless
 * the path names one, and is made when it is not there). `cluster`: as `remote_servers` of these nodes names it; null = tables of one
 * node. Throws when it does not answer.
 */
export async function openServer(address: string, cluster: string | null = null): Promise<Backend> {
  const topology = cluster === null ? null : replicated(cluster);
  const url = new URL(address);
  const database = url.pathname.slice(1) || 'signalbox';
  url.pathname = '/';
  await prepare(url.href, database, topology);
  const client = openClient({ url: url.href, database, compress: true });
  const health = createHealth();
  health.set('up', null);
  const look = async (): Promise<void> => {
    const answer = await client.ping();
    health.set(answer.success ? 'up' : 'down', answer.success ? null : answer.error.message);
  };
  const timer = setInterval(() => void look(), pingMs).unref();
  return {
    client: () => client,
    blockDir: null,
    topology,
    settings: await known(client, { ...commonSettings, ...(topology === null ? {} : clusterSettings) }),
    health: health.get,
    onHealth: health.onChange,
    async close() {
      clearInterval(timer);
      await client.close();
      health.set('down', 'closed');
    },
  };
}

async function prepare(url: string, database: string, topology: Topology | null): Promise<void> {
  if (!/^\w+$/.test(database))
    throw new Error(`CLICKHOUSE_URL names the database "${database}"; use letters, digits and _ only.`);
  const client = openClient({ url });
  try {
    await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}${topology?.onCluster ?? ''}` });
  } catch (error) {
    throw new Error(`ClickHouse at ${new URL(url).host} cannot be used: ${(error as Error).message}`, {
      cause: mapError(error),
    });
  } finally {
    await client.close();
  }
}

/** An older server refuses statements with settings it does not know. */
async function known(client: ClickHouseClient, wanted: Backend['settings']): Promise<Backend['settings']> {
  const answer = await client.query({ query: 'SELECT name FROM system.settings', format: 'JSONEachRow' });
  const names = new Set((await answer.json<{ name: string }>()).map((row) => row.name));
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => names.has(name)));
}
