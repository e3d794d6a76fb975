import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../../ports/database.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import type { MonitoringTables } from '../tables.ts';
import { GroupMemory } from './group-memory.ts';
import type { Occurrence } from './read-failing.ts';

let database: Database;
beforeAll(async () => void (database = await openTestDatabase([...spineMigrations, ...monitoringMigrations])));
afterAll(() => database.close());

let [now, turns, transactions] = [0, 0, 0];
let memory: GroupMemory;
let workspace: string;
beforeEach(() => {
  memory = new GroupMemory({ monotonic: () => now });
  workspace = `wsp_${++turns}`;
  transactions = 0;
});

const counted = (killed = false): Transactor => ({
  db: database.db,
  ledgerAdvanced: () => {},
  transact: (body) => {
    transactions++;
    return database.transact(async (tx) => {
      const result = await body(tx);
      if (killed) throw new Error('killed');
      return result;
    });
  },
});
const failed = (message: string, agent = 'billing'): Occurrence => ({
  run: { agent, team_id: 'tea_1', run_id: 'r', trace_id: 't' } as Occurrence['run'],
  ...{ spanId: 's', teamId: 'tea_1', bucket: 0, startNs: 0n, class: 'tool_error', message },
  locus: { kind: 'tool', name: 'lookup' },
});
const ids = async (messages: readonly string[], state = counted()): Promise<string[]> => {
  const all = messages.map((message) => failed(message));
  const found = await memory.assign(state, workspace, all);
  return all.map((one) => found.get(one)!);
};
const templates = async (): Promise<string[]> => {
  const groups = database.db.withTables<MonitoringTables>().selectFrom('ops_failure_groups');
  const rows = await groups.select('template').where('workspace_id', '=', workspace).orderBy('ordinal').execute();
  return rows.map(({ template }) => (JSON.parse(template) as string[]).join(' '));
};

test('what failed as before costs no transaction; what is new, or widens a group, is written', async () => {
  const [anna] = await ids(['user anna is locked']);
  expect(transactions).toBe(1);
  expect(await ids(['user anna is locked'])).toEqual([anna]);
  expect(transactions).toBe(1);
  expect(await ids(['user ben is locked'])).toEqual([anna]);
  expect(transactions).toBe(2);
  expect(await templates()).toEqual(['user <*> is locked']);
  expect(await ids(['user cleo is locked', 'user anna is locked'])).toEqual([anna, anna]);
  expect(transactions).toBe(2);
  const [cleo, gone] = await ids(['user cleo is locked', 'gone']);
  expect([cleo, gone === anna]).toEqual([anna, false]);
  expect(transactions).toBe(3);
  expect(await templates()).toEqual(['user <*> is locked', 'gone']);
});

test('what was rolled back is not remembered', async () => {
  const [anna] = await ids(['user anna is locked']);
  await expect(ids(['user ben is locked', 'gone'], counted(true))).rejects.toThrow('killed');
  expect(await templates()).toEqual(['user anna is locked']);
  const [ben, gone] = await ids(['user ben is locked', 'gone']);
  expect(ben).toBe(anna);
  expect(await templates()).toEqual(['user <*> is locked', 'gone']);
  expect(await ids(['gone'])).toEqual([gone]);
});

test('groups that were removed are made again, once forgotten or after half a minute', async () => {
  const [anna] = await ids(['user anna is locked']);
  const remove = () =>
    database.db
      .withTables<MonitoringTables>()
      .deleteFrom('ops_failure_groups')
      .where('workspace_id', '=', workspace)
      .execute();
  for (const pass of [() => memory.forget(), () => void (now += 30_000)]) {
    await remove();
    expect(await ids(['user anna is locked'])).toEqual([anna]);
    expect(await templates()).toEqual([]);
    pass();
    expect(await ids(['user anna is locked'])).toEqual([anna]);
    expect(await templates()).toEqual(['user anna is locked']);
  }
});

test('no more is held than fits: the scope read longest ago goes first', async () => {
  const letters = (n: number): string => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const many = (agent: string): Occurrence[] =>
    Array.from({ length: 500 }, (_, n) => ({
      ...failed('gone', agent),
      locus: { kind: 'tool' as const, name: `tool ${letters(n)}` },
    }));
  for (let agent = 0; agent < 41; agent++) await memory.assign(counted(), workspace, many(`agent ${agent}`));
  transactions = 0;
  for (const [agent, asked] of [
    [40, 0],
    [1, 0],
    [0, 1],
    [2, 1],
    [1, 2],
  ] as const) {
    await memory.assign(counted(), workspace, many(`agent ${agent}`).slice(0, 3));
    expect([agent, transactions]).toEqual([agent, asked]);
  }
});

test('scopes of one call, known and unknown, each get theirs', async () => {
  await memory.assign(counted(), workspace, [failed('gone')]);
  const all = [failed('gone'), failed('gone', 'refunds'), failed('gone'), failed('gone', 'refunds')];
  const found = await memory.assign(counted(), workspace, all);
  const told = all.map((one) => found.get(one));
  expect(told[0]).toBe(told[2]);
  expect(told[1]).toBe(told[3]);
  expect(told[0]).not.toBe(told[1]);
  expect(await memory.assign(counted(), workspace, [])).toEqual(new Map());
  expect(transactions).toBe(2);
});
