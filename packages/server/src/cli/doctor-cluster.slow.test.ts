import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { declareCluster } from '../adapters/clickhouse/cluster/cluster-warehouse.fixture.ts';
import { startSupervisor } from '../adapters/clickhouse/supervisor.ts';
import { loadConfig } from '../spine/config/load.ts';
import { clusterChecks } from './doctor-cluster.ts';
import { run } from './process.fixture.ts';

const dir = mkdtempSync(join(tmpdir(), 'signalbox-doctor-cluster-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function examined(flags: Record<string, unknown>): Promise<string[]> {
  const { config } = loadConfig({ env: {}, flags: { 'state.dataDir': dir, ...flags } });
  const found: string[] = [];
  for await (const { what, state, says } of clusterChecks(config)) found.push(`${state} ${what}: ${says}`);
  return found;
}

test('without a cluster it says what to set, and ends with 1', async () => {
  const wanted = /Cluster: set warehouse\.clickhouseUrl and warehouse\.cluster/;
  expect(await examined({})).toEqual([expect.stringMatching(wanted)]);
  const { status, stdout } = run(['doctor', '--cluster', '--data-dir', dir]);
  expect([status, stdout]).toEqual([1, expect.stringMatching(wanted)]);
  expect(run(['doctor', '--data-dir', dir]).stdout).not.toMatch(wanted);
});

test('a server that does not answer, and one that cannot make anything on a cluster, say so', async () => {
  const cluster = { 'warehouse.cluster': 'signalbox' };
  expect(await examined({ ...cluster, 'warehouse.clickhouseUrl': 'http://127.0.0.1:1' })).toEqual([
    expect.stringContaining('note Nodes of Signalbox: this one only'),
    expect.stringMatching(/bad Cluster: .*127\.0\.0\.1:1 cannot be used/),
  ]);
  const dataDir = join(dir, 'warehouse');
  declareCluster(dataDir, 1);
  const child = await startSupervisor({ dataDir });
  const { url, token } = child.endpoint()!;
  const clickhouseUrl = url.replace('//', `//me:${token}@`);
  const found = await examined({
    ...cluster,
    'warehouse.clickhouseUrl': clickhouseUrl,
    'state.databaseUrl': 'postgres://h/d',
  });
  // The child has no Keeper: it refuses the first statement ON CLUSTER.
  expect(found).toEqual([
    expect.stringMatching(/ok Nodes of Signalbox: share one PostgreSQL; run "signalbox doctor" on each/),
    expect.stringMatching(/bad Cluster: .*DDL queries are disabled/),
  ]);
  await child.stop();
});

test('a cluster without a server is refused at the start, with the reason', () => {
  const { status, stderr } = run(['up', '--data-dir', join(dir, 'up')], {
    env: { SIGNALBOX_WAREHOUSE_CLUSTER: 'fleet' },
  });
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining('warehouse.cluster is set and warehouse.clickhouseUrl is not'),
  ]);
});
