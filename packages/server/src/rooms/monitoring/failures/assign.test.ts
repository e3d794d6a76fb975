import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../../ports/database.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import type { MonitoringTables } from '../tables.ts';
import { assignGroups } from './assign.ts';
import type { Locus } from './model/locus.ts';
import type { Occurrence } from './read-failing.ts';

let state: Database;
beforeAll(async () => void (state = await openTestDatabase([...spineMigrations, ...monitoringMigrations])));
afterAll(() => state.close());

const tool = (name: string): Locus => ({ kind: 'tool', name });
const occurrence = (message: string, locus = tool('lookup'), agent = 'billing'): Occurrence => {
  const run = { agent, team_id: 'tea_1', run_id: 'r', trace_id: 't' } as Occurrence['run'];
  return { run, spanId: 's', teamId: 'tea_1', bucket: 0, startNs: 0n, class: 'tool_error', locus, message };
};
const assign = async (workspaceId: string, all: readonly Occurrence[]): Promise<Map<Occurrence, string>> =>
  (await state.transact((tx) => assignGroups(tx, workspaceId, all))).groups;
const idsOf = async (workspaceId: string, all: readonly Occurrence[]): Promise<string[]> => {
  const found = await assign(workspaceId, all);
  return all.map((one) => found.get(one)!);
};
const groups = (workspaceId: string) =>
  state.db
    .withTables<MonitoringTables>()
    .selectFrom('ops_failure_groups')
    .select(['id', 'locus_kind', 'locus', 'template', 'seed', 'ordinal'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('ordinal')
    .execute();

test('one place and agent never shares a group with another', async () => {
  const ids = await idsOf('wsp_a', [
    occurrence('gone'),
    occurrence('gone', tool('search')),
    occurrence('gone', { kind: 'step', name: 'lookup' }),
    occurrence('gone', tool('lookup'), 'refunds'),
    occurrence('gone'),
  ]);
  expect(new Set(ids).size).toBe(4);
  expect(ids[4]).toBe(ids[0]);
});

test('done again, with what came since, and by two batches at once: the same ids, and one row each', async () => {
  const all = ['user anna is locked', 'user ben is locked', 'no answer', 'user cleo is locked'].map((m) =>
    occurrence(m),
  );
  const once = await idsOf('wsp_b', all);
  const before = await groups('wsp_b');
  expect(await idsOf('wsp_b', all)).toEqual(once);
  expect(await groups('wsp_b')).toEqual(before);
  expect(before.map(({ template }) => JSON.parse(template).join(' '))).toEqual(['user <*> is locked', 'no answer']);
  expect(before.map(({ seed }) => JSON.parse(seed).join(' '))).toEqual(['user anna is locked', 'no answer']);
  // One after another they are what they are together.
  const apart: string[] = [];
  for (const one of all) apart.push(...(await idsOf('wsp_b2', [one])));
  const together = await groups('wsp_b');
  expect((await groups('wsp_b2')).map(({ template }) => template)).toEqual(together.map(({ template }) => template));
  expect(apart[0]).toBe(apart[1]);
  const [left, right] = await Promise.all([idsOf('wsp_b3', all), idsOf('wsp_b3', all)]);
  expect(left).toEqual(right);
  expect(await groups('wsp_b3')).toHaveLength(2);
});

test('who fails in ever other words, or ever other places, fills the bounds and gets the rest', async () => {
  const letters = (n: number): string => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const words = Array.from({ length: 300 }, (_, n) => occurrence(`${letters(n)}x ${letters(n)}y ${letters(n)}z`));
  await assign('wsp_c', words);
  const kept = await groups('wsp_c');
  expect(kept).toHaveLength(101);
  expect(kept.at(-1)).toMatchObject({ locus_kind: 'any', locus: '', template: '["<*>"]', ordinal: 100 });
  const places = Array.from({ length: 900 }, (_, n) => occurrence('gone', tool(`tool ${letters(n)}`)));
  const ids = await idsOf('wsp_c', places);
  const all = await groups('wsp_c');
  expect(all).toHaveLength(500);
  expect(ids.filter((id) => id === kept.at(-1)!.id)).toHaveLength(900 - (500 - 101));
  expect(await idsOf('wsp_c', places)).toEqual(ids);
});

test('an empty message, and one of nothing but ids, have groups of their own', async () => {
  const ids = await idsOf(
    'wsp_d',
    ['', ' ', '1234', '99'].map((message) => occurrence(message)),
  );
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).toBe(ids[3]);
  expect(ids[0]).not.toBe(ids[2]);
});

test('an agent and a message with a character that PostgreSQL does not keep hold nothing up', async () => {
  const odd = [occurrence('a\0b', tool('lookup'), 'bil\0ling'), occurrence('gone', tool('lookup'), 'bil\0ling')];
  const ids = await idsOf('wsp_e', odd);
  expect(new Set(ids).size).toBe(2);
  expect(await idsOf('wsp_e', odd)).toEqual(ids);
});

test('half a character in a message comes back as it went: the same group', async () => {
  const half = [occurrence(`${'x'.repeat(59)}😀 y`), occurrence('\ud800 alone')];
  const ids = await idsOf('wsp_f', half);
  expect(await idsOf('wsp_f', half)).toEqual(ids);
  for (const { seed } of await groups('wsp_f'))
    for (const word of JSON.parse(seed) as string[]) expect(word.isWellFormed()).toBe(true);
});

test('a message that says wildcards is one group, however often it comes', async () => {
  const ids = await idsOf(
    'wsp_g',
    Array.from({ length: 150 }, () => occurrence('<*> <*> <*>')),
  );
  expect(new Set(ids).size).toBe(1);
  expect(await groups('wsp_g')).toMatchObject([{ locus_kind: 'tool', ordinal: 0 }]);
});

test('groups of another team, class or workspace are neither read nor widened', async () => {
  const one = occurrence('user anna is locked');
  const of = (over: Partial<Occurrence>): Occurrence => ({ ...occurrence('user ben is locked'), ...over });
  const [first] = await idsOf('wsp_h', [one]);
  const others = await idsOf('wsp_h', [of({ teamId: 'tea_2' }), of({ class: 'auth' })]);
  const [elsewhere] = await idsOf('wsp_h2', [of({})]);
  expect(new Set([first, ...others, elsewhere]).size).toBe(4);
  const words = (await groups('wsp_h')).map(({ template }) => (JSON.parse(template) as string[])[1]);
  expect(words.toSorted()).toEqual(['anna', 'ben', 'ben']);
});

test('a turn that is rolled back leaves no group and no wider template', async () => {
  const [anna, ben] = [occurrence('user anna is locked'), occurrence('user ben is locked')];
  const ids = await idsOf('wsp_i', [anna]);
  const before = await groups('wsp_i');
  const killed = state.transact(async (tx) => {
    await assignGroups(tx, 'wsp_i', [ben, occurrence('no answer')]);
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await groups('wsp_i')).toEqual(before);
  expect(await idsOf('wsp_i', [ben])).toEqual(ids);
  expect((await groups('wsp_i')).map(({ template }) => JSON.parse(template))).toEqual([
    ['user', '<*>', 'is', 'locked'],
  ]);
});

test('nothing to group asks nothing', async () => {
  expect((await assign('wsp_j', [])).size).toBe(0);
  expect(await groups('wsp_j')).toEqual([]);
});
