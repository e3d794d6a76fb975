import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestWarehouse } from '../../../adapters/clickhouse/test-warehouse.fixture.ts';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { SpanRow } from '../../../ingest/rows.ts';
import { spanRow } from '../../../ingest/spool/rows.fixture.ts';
import { spoolTables } from '../../../ingest/spool/tables.ts';
import type { Database } from '../../../ports/database.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { systemActor, type Actor } from '../../../spine/actor.ts';
import { steppedClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { RowWriter } from '../../../spine/rowbinary/row-writer.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import type { Rebuild } from '../rebuild/rebuild.ts';
import { RebuildRig } from '../rebuild/rig.fixture.ts';
import { carryOutRemovals, readRemoval } from '../rebuild/removal.ts';
import { removeTeamTelemetry } from './remove-team-telemetry.ts';

let warehouse: Warehouse;
let state: Database;
beforeAll(async () => {
  const migrations = [...spineMigrations, ...monitoringMigrations];
  [warehouse, state] = await Promise.all([openTestWarehouse(), openTestDatabase(migrations)]);
  const row = { id: 'wsp_1', name: 'Test', created_at: new Date(), content_key: '' };
  await state.db.insertInto('workspaces').values(row).execute();
});
afterAll(async () => {
  await Promise.all([warehouse.close(), state.close()]);
});
let tables: string[];
beforeEach(async () => {
  tables = (
    await warehouse.query<{ name: string }>(
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND (engine LIKE '%MergeTree' OR engine = 'Distributed') AND NOT endsWith(name, '_local')",
    )
  ).map((row) => row.name);
  for (const table of tables.filter((name) => !name.includes('migration')))
    await warehouse.command(`TRUNCATE TABLE ${table}`);
  await state.db.deleteFrom('ops_cursors').execute();
});

const [mine, other] = ['tea_demo', 'tea_other'];
const place = { workspaceId: 'wsp_1', teamId: mine };
const minute = 1_795_325_040;
const start = minute * 1000 + 5 * 60_000;
let inserts = 0;

const ctx = (actor: Actor = systemActor, now = start): Ctx => ({
  ...{ actor, workspaceId: 'wsp_1', requestId: 'req_1', state },
  clock: steppedClock(now),
});
const remove = (at = start): Promise<void> =>
  removeTeamTelemetry(ctx(systemActor, at), { teamId: mine, reason: 'Done with it.' });

const span = (trace: number, spanId: string, parent: string, changes: Partial<SpanRow>): SpanRow =>
  spanRow({
    trace_id: trace.toString(16).padStart(32, '0'),
    span_id: spanId.padEnd(16, '0'),
    parent_span_id: parent && parent.padEnd(16, '0'),
    start_time: BigInt(minute + 1) * 1_000_000_000n,
    bucket: minute,
    received_at: start,
    marks: [],
    ...changes,
  });
const run = (trace: number, team: string): SpanRow[] => [
  span(trace, 'a', '', { team_id: team }),
  span(trace, 'b', 'a', { team_id: team, kind: 'llm', agent: '', input_tokens: 100, output_tokens: 10 }),
];

async function insert(rows: readonly SpanRow[], atMs = start): Promise<void> {
  const out = new RowWriter();
  for (const row of rows) spoolTables.spans.write(out, row);
  inserts++;
  await warehouse.insertBlock({
    table: 'spans',
    columns: spoolTables.spans.columns,
    constants: { ingested_at: `fromUnixTimestamp64Micro(${atMs * 1000 + inserts})` },
    token: `removal-${inserts}`,
    source: { bytes: Uint8Array.from(out.view()) },
  });
}

/** One row of the team in every table that keeps rows by team. */
async function fillEveryTable(): Promise<string[]> {
  const filled: string[] = [];
  for (const table of tables) {
    const columns = await warehouse.query<{ name: string }>(
      `SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '${table}'`,
    );
    const names = columns.map((column) => column.name);
    if (!names.includes('team_id')) continue;
    const [also, ids] = names.includes('trace_id') ? [', trace_id', (team: string) => `, '${team}'`] : ['', () => ''];
    for (const team of [mine, other])
      await warehouse.command(
        `INSERT INTO ${table} (workspace_id, team_id${also}) VALUES ('wsp_1', '${team}'${ids(team)}), ('wsp_2', '${team}'${ids(team)})`,
      );
    filled.push(table);
  }
  return filled;
}

const rowsOf = async (table: string, team: string, workspace = 'wsp_1'): Promise<number> => {
  const sql = `SELECT count() AS n FROM ${table} WHERE workspace_id = '${workspace}' AND team_id = '${team}'`;
  return Number((await warehouse.query<{ n: string }>(sql))[0]!.n);
};
const figures = async (team: string) =>
  (
    await warehouse.query(
      `SELECT sum(spans) AS spans, sum(runs) AS runs, sum(input_tokens) AS input FROM metrics_1d FINAL WHERE team_id = '${team}'`,
    )
  )[0];
const events = async (): Promise<string[]> =>
  (await state.db.selectFrom('ledger').where('resource', '=', mine).select('type').execute()).map((row) => row.type);

/** Runs the job until `done` holds. @returns when that was, in Unix milliseconds of its clock */
async function rebuildUntil(done: (job: Rebuild) => Promise<boolean>, from = start): Promise<number> {
  const clock = steppedClock(from);
  await new RebuildRig(warehouse, state).until(done, clock);
  return clock.now();
}
const rolledUp = async (job: Rebuild): Promise<boolean> => {
  const { also, after } = job.openMinutes('wsp_1');
  const [row] = await warehouse.query<{ n: string }>('SELECT sum(spans) AS n FROM metrics_1d FINAL');
  return Number(row!.n) > 0 && also.length === 0 && after >= minute;
};
const removed = async (): Promise<boolean> => (await readRemoval(state.db, place))?.doneAt != null;

test('every table loses the team’s rows, and nobody else’s', async () => {
  const filled = await fillEveryTable();
  expect(filled).toEqual(
    expect.arrayContaining(['spans', 'content', 'message_refs', 'logs', 'steps', 'runs', 'metrics_1d']),
  );
  await remove();
  expect(await carryOutRemovals({ warehouse, state }, start)).toEqual([]);
  for (const table of filled) {
    const left = [await rowsOf(table, mine), await rowsOf(table, other), await rowsOf(table, mine, 'wsp_2')];
    expect([table, ...left]).toEqual([table, 0, 1, 1]);
  }
});

test('the rebuild carries it out, and its figures are zero afterwards while others keep theirs', async () => {
  await insert([...run(1, mine), ...run(2, mine), ...run(3, other)]);
  const now = await rebuildUntil(rolledUp);
  expect(await figures(mine)).toEqual({ spans: '4', runs: '2', input: '200' });
  await remove(now);
  // Accepted before the order, and in the warehouse only after the first pass.
  const late = insert(run(4, mine), now + 1_000);
  const after = await rebuildUntil(removed, now);
  await late;
  expect(await figures(mine)).toEqual({ spans: '0', runs: '0', input: '0' });
  for (const table of ['spans', 'steps', 'invocations', 'runs', 'metrics_1m', 'metrics_1h'])
    expect([table, await rowsOf(table, mine)]).toEqual([table, 0]);
  expect(await figures(other)).toEqual({ spans: '2', runs: '1', input: '100' });
  // What was kept in memory does not bring them back.
  await insert(run(5, other), after);
  await rebuildUntil(async () => ((await figures(other)) as { runs: string }).runs === '2', after);
  expect(await rowsOf('runs', mine)).toBe(0);
}, 40_000);

test('interrupted half-way it goes on, and ends only when nothing has come for a while', async () => {
  await fillEveryTable();
  await remove();
  let commands = 0;
  const failing: Warehouse = Object.assign(Object.create(warehouse) as Warehouse, {
    command: async (...args: Parameters<Warehouse['command']>) => {
      if (++commands === 4) throw new Error('The process was killed here.');
      return warehouse.command(...args);
    },
    query: warehouse.query.bind(warehouse),
  });
  await expect(carryOutRemovals({ warehouse: failing, state }, start)).rejects.toThrow('killed');
  const left = await Promise.all(tables.map((table) => rowsOf(table, mine).catch(() => 0)));
  expect(left.filter((n) => n > 0).length).toBeGreaterThan(0);
  expect(await removed()).toBe(false);
  await carryOutRemovals({ warehouse, state }, start + 1_000);
  expect((await Promise.all(tables.map((table) => rowsOf(table, mine).catch(() => 0)))).every((n) => n === 0)).toBe(
    true,
  );
  expect(await removed()).toBe(false);
  expect(await carryOutRemovals({ warehouse, state }, start + 2_000)).toBeNull();
  await carryOutRemovals({ warehouse, state }, start + 7_000);
  expect(await removed()).toBe(true);
});

test('a trace shared with another team is assembled again without the part that went', async () => {
  await insert([
    span(9, 'a', '', { team_id: mine, agent: 'demo' }),
    span(9, 'b', 'a', { team_id: other, agent: 'theirs' }),
    span(9, 'c', 'b', { team_id: other, kind: 'llm', agent: '', input_tokens: 7 }),
  ]);
  const now = await rebuildUntil(rolledUp);
  const runs = () =>
    warehouse.query<{ team: string; agent: string; steps: number }>(
      'SELECT team_id AS team, agent, steps FROM runs FINAL WHERE is_deleted = 0 ORDER BY steps',
    );
  expect(await runs()).toEqual([
    { team: mine, agent: 'demo', steps: 1 },
    { team: other, agent: 'theirs', steps: 2 },
  ]);
  await remove(now);
  const after = await rebuildUntil(removed, now);
  await rebuildUntil(rolledUp, after);
  expect(await runs()).toEqual([{ team: other, agent: 'theirs', steps: 2 }]);
  expect(await figures(other)).toEqual({ spans: '2', runs: '1', input: '7' });
}, 40_000);

test('ordered once, in the ledger once while it is open; a later order is a new one', async () => {
  const before = (await events()).length;
  await remove();
  await remove();
  expect((await events()).slice(before)).toEqual(['telemetry.removed']);
  for (const at of [start, start + 6_000]) await carryOutRemovals({ warehouse, state }, at);
  expect(await removed()).toBe(true);
  await remove(start + 60_000);
  expect((await events()).slice(before)).toEqual(['telemetry.removed', 'telemetry.removed']);
  expect(await removed()).toBe(false);
});

test('only who administers may', async () => {
  const everywhere = { teamId: null, agentId: null, environment: null };
  const person = (role: 'admin' | 'operator'): Actor => ({
    kind: 'person',
    id: 'per_1',
    sessionId: 'ses_1',
    grants: [{ role, ...everywhere }],
  });
  const order = (actor: Actor) => removeTeamTelemetry(ctx(actor), { teamId: mine, reason: 'r' });
  await expect(order(person('operator'))).rejects.toMatchObject({ code: 'access.denied' });
  const key = { kind: 'key', id: 'key_1', agent: null, environment: null, scopes: ['admin'] } as const;
  await expect(order({ ...key, teamId: other })).rejects.toMatchObject({ code: 'access.denied' });
  expect(await readRemoval(state.db, place)).toBeNull();
  await order(person('admin'));
  expect(await removed()).toBe(false);
});
