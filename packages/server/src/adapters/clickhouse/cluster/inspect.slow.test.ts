import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { openClusterWarehouse } from './cluster-warehouse.fixture.ts';
import { clocks } from './inspect-clocks.ts';
import { placement } from './inspect-placement.ts';
import { replication } from './inspect-replication.ts';
import { type ClusterNode, type Finding, inspectCluster } from './inspect.ts';

let warehouse: Warehouse;
beforeAll(async () => void (warehouse = await openClusterWarehouse(1)));
afterAll(() => warehouse.close());

const all = async (cluster: string, from = warehouse, now = Date.now): Promise<Record<string, Finding>> => {
  const findings: Record<string, Finding> = {};
  for await (const one of inspectCluster(from, cluster, now)) findings[one.what] = one;
  return findings;
};
const nodes = (...weights: number[]): ClusterNode[] =>
  weights.map((weight, at) => ({ shard: at + 1, replica: 1, weight, host: `h${at}` }));
/** A warehouse whose answers to one kind of question are given. */
const answering = (rows: object[]): Warehouse => ({ ...warehouse, query: async <Row>() => rows as Row[] });

test('a cluster of one local replica: rows come back, tables are not replicated, nothing is left behind', async () => {
  const found = await all('signalbox');
  expect(Object.keys(found)).toEqual([
    'Cluster',
    'Macros',
    'Replication',
    'Clocks of the nodes',
    'Through each shard',
    'Rows on their shard',
  ]);
  expect(found['Cluster']).toMatchObject({ state: 'ok', says: 'signalbox: 1 shard(s), 1 replica(s) in all' });
  expect(found['Macros']).toMatchObject({ state: 'bad', says: '1 replicas and 0 names among them: none' });
  expect(found['Replication']).toMatchObject({ state: 'note' });
  expect(found['Clocks of the nodes']).toMatchObject({ state: 'ok' });
  expect(found['Through each shard']).toMatchObject({ state: 'ok', says: '64 rows in, out, and on all replicas' });
  expect(await warehouse.query("SELECT name FROM system.tables WHERE name LIKE 'doctor%'")).toEqual([]);
});

test('a name that no node knows is told with the names that are known', async () => {
  expect(await all('nowhere')).toEqual({
    Cluster: {
      what: 'Cluster',
      state: 'bad',
      says: 'remote_servers of the node asked has no cluster "nowhere"; it has: signalbox',
    },
  });
});

test('a look that fails is a finding with its reason, and the others go on', async () => {
  const failing: Warehouse = {
    ...warehouse,
    query: (sql, params) =>
      sql.includes('system.replicas')
        ? Promise.reject(new Error('gone', { cause: new Error('a node is away') }))
        : warehouse.query(sql, params),
  };
  const found = await all('signalbox', failing);
  expect(found['Replication']).toMatchObject({ state: 'bad', says: 'a node is away' });
  expect(found['Through each shard']).toMatchObject({ state: 'ok' });
});

test('clocks that differ', async () => {
  const at = (now: number) => clocks({ warehouse, cluster: 'signalbox', nodes: nodes(1), now: () => now });
  expect(await at(Date.now() - 40_000)).toMatchObject({
    state: 'bad',
    says: expect.stringMatching(/\+(39|40|41).*NTP/),
  });
  expect(await at(Date.now() + 5_000)).toMatchObject({ state: 'note', says: expect.stringMatching(/−[345]/) });
});

describe('replicas', () => {
  const replica = { host: 'a', table: 'runs_local', readonly: 0, delay: '0', queue: 3, active: 2, total: 2 };
  test.each([
    [{}, 'ok', '1 tables of rows, 3 tasks in their queues'],
    [{ readonly: 1 }, 'bad', 'read-only, without Keeper: runs_local on a'],
    [{ active: 1 }, 'bad', 'not all replicas are there: runs_local on a'],
    [{ delay: '61' }, 'bad', 'more than 60 s behind: runs_local on a'],
  ])('%o', async (more, state, says) => {
    const from = { ...answering([{ ...replica, ...more }]) };
    expect(await replication({ warehouse: from, cluster: 'c', nodes: nodes(1, 1), now: Date.now })).toEqual({
      state,
      says,
    });
  });
});

test('rows that lie on another shard than theirs: a shard was added', async () => {
  const two = await openClusterWarehouse(2);
  const look = (...weights: number[]) =>
    placement({ warehouse: two, cluster: 'signalbox', nodes: nodes(...weights), now: Date.now });
  await two.command(
    "INSERT INTO runs (workspace_id, trace_id, run_id) SELECT 'w', toString(number), toString(number) FROM numbers(99)",
  );
  expect(await look(1, 1)).toEqual({ state: 'ok', says: 'all 99 rows of runs' });
  expect(await look(1, 2)).toMatchObject({ state: 'note' });
  expect(await look(1)).toMatchObject({ state: 'ok' });
  expect(await look(1, 1, 1)).toMatchObject({
    state: 'bad',
    says: expect.stringMatching(/of 99 rows of runs lie on another shard/),
  });
  await two.close();
});
