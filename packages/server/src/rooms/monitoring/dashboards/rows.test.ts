import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../../ports/database.ts';
import type { Role } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { change } from '../../../spine/ledger/change.ts';
import { testWorkspace } from '../../../spine/ledger/ledger.fixture.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { WriteDashboard } from '../contract-dashboards.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import type { MonitoringTables } from '../tables.ts';
import { removeDashboard } from '../verbs/remove-dashboard.ts';
import { fleetDashboard } from './fleet.ts';
import { insertDashboard } from './insert.ts';
import { dashboardToChange, demandFree, demandTeam, findDashboard, namedSo } from './rows.ts';
import { updateDashboard } from './update.ts';

let state: Database;
let [ours, theirs]: Ctx[] = [];
let [support, finance] = ['', ''];
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...monitoringMigrations]);
  ours = await testWorkspace(state);
  theirs = await testWorkspace(state);
  [support, finance] = [await team(ours), await team(ours)];
});
afterAll(() => state.close());

async function team(ctx: Ctx): Promise<string> {
  const id = newId('tea');
  const row = { id, workspace_id: ctx.workspaceId, name: id, slug: id.replace('_', '-'), created_at: new Date() };
  await state.db.insertInto('teams').values(row).execute();
  return id;
}
const db = () => state.db.withTables<MonitoringTables>();
const said = (name: string, more: object = {}): WriteDashboard => WriteDashboard.parse({ name, ...more });
const made = (name: string, more: object = {}, ctx: Ctx = ours!) =>
  change(ctx, (unit) => insertDashboard(unit, ctx, said(name, more)));
const wrote = (id: string, to: WriteDashboard, expected: number | null = null, ctx: Ctx = ours!) =>
  change(ctx, (unit) => updateDashboard(unit, ctx, { id, said: to, expected }));
const person = (...grants: [role: Role, teamId: string | null][]): Ctx => ({
  ...ours!,
  actor: {
    ...{ kind: 'person', id: 'per_1', sessionId: 'ses_1' },
    grants: grants.map(([role, teamId]) => ({ role, teamId, agentId: null, environment: null })),
  },
});
const eventsOf = async (id: string) =>
  (await readLedger(state.db, ours!.workspaceId, 1, 1000)).filter(({ resource }) => resource === id);
const [taken, gone, denied] = [
  { code: 'monitoring.dashboard_name_taken', status: 409 },
  { code: 'monitoring.dashboard_not_found', status: 404 },
  { code: 'access.denied' },
];

describe('a name', () => {
  test.each(['Costs', 'Ärger im Zug', 'ΣΊΣΥΦΟΣ', 'İstanbul', '費用', '🚦 lights'])(
    '%s is taken once, and refused in words the second time',
    async (name) => {
      const { id } = await made(name);
      await expect(made(name)).rejects.toMatchObject(taken);
      expect((await namedSo(db(), ours!, { name, teamId: null }))?.id).toBe(id);
    },
  );
  test('is the same in capitals, and another with a sign that a pattern would read', async () => {
    await made('a%_b');
    await expect(made('A%_B')).rejects.toMatchObject(taken);
    await made('axxb');
    expect(await namedSo(db(), ours!, { name: '%', teamId: null })).toBeUndefined();
  });
  test('is free in another team, in another workspace, and after its dashboard has gone', async () => {
    const first = await made('Latency');
    await made('Latency', { teamId: support });
    await made('Latency', { teamId: finance });
    await made('Latency', {}, theirs);
    await removeDashboard(ours!, first);
    expect((await made('Latency')).id).not.toBe(first.id);
  });
  test('does not stand in its own way when what it names is written', async () => {
    const { id } = await made('Queue');
    expect(await wrote(id, said('QUEUE'))).toMatchObject({ name: 'QUEUE', version: 2 });
    await demandFree(db(), ours!, { name: 'queue', teamId: null }, id);
    await expect(demandFree(db(), ours!, { name: 'queue', teamId: null })).rejects.toMatchObject(taken);
  });
  test('asked for twice at once is given once', async () => {
    const both = await Promise.allSettled([made('Both'), made('both')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject(taken);
  });
  test('that is taken in the other team keeps a dashboard where it is', async () => {
    const { id } = await made('Errors', { teamId: support });
    await made('Errors', { teamId: finance });
    await expect(wrote(id, said('Errors', { teamId: finance }))).rejects.toMatchObject(taken);
    expect(await findDashboard(ours!, id)).toMatchObject({ teamId: support, version: 1 });
  });
});

describe('what is written', () => {
  const widget = { id: 'a', kind: 'line', query: { measures: ['runs'] }, layout: { x: 0, y: 0, w: 6, h: 4 } };
  test('comes back as it was said, whatever the words in it', async () => {
    const title = `'; drop table dashboards; -- "x" \\ \u202e ${'長'.repeat(40)}`;
    const values = ['', ' ', '{"a":1}', '\u2028', "it's"];
    const query = { measures: ['runs'], filters: [{ dimension: 'agent', op: 'is', values }], compare: 'previous' };
    const to = said('Words', { description: '<script>', widgets: [{ ...widget, title, query }] });
    const { id } = await made('Words', to);
    expect(await findDashboard(ours!, id)).toMatchObject({ description: '<script>', widgets: to.widgets });
  });
  test('and says nothing new changes neither version nor time nor ledger', async () => {
    const to = said('Still', { widgets: [widget] });
    const first = await made('Still', to);
    expect(await wrote(first.id, to)).toEqual(first);
    expect(await wrote(first.id, to, 1)).toEqual(first);
    expect(await eventsOf(first.id)).toHaveLength(1);
  });
  test('is refused on top of another version, even where it says what stands there', async () => {
    const { id } = await made('Version');
    await wrote(id, said('Version', { range: '7d' }), 1);
    for (const expected of [0, 1, 3])
      await expect(wrote(id, said('Version', { range: '7d' }), expected)).rejects.toMatchObject({
        code: 'monitoring.dashboard_changed',
        status: 409,
      });
    expect(await findDashboard(ours!, id)).toMatchObject({ version: 2, range: '7d' });
  });
  test('and is refused leaves nothing behind: neither row nor event', async () => {
    const before = (await readLedger(state.db, ours!.workspaceId, 1, 1000)).length;
    await expect(made('Costs')).rejects.toMatchObject(taken);
    await expect(made('Nowhere', { teamId: newId('tea') })).rejects.toThrow();
    expect(await namedSo(db(), ours!, { name: 'Nowhere', teamId: null })).toBeUndefined();
    expect(await readLedger(state.db, ours!.workspaceId, 1, 1000)).toHaveLength(before);
  });
  test('into another team says so in the ledger, from where and where to', async () => {
    const { id } = await made('Moves', { teamId: support });
    await wrote(id, said('Moves', { teamId: null }), 1);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      type: 'dashboard.changed',
      payload: { teamId: null, before: { teamId: support }, after: { teamId: null } },
    });
  });
  test('cannot be written over once it has gone, nor from another workspace', async () => {
    const one = await made('Goes');
    await expect(wrote(one.id, said('Mine now'), null, theirs)).rejects.toMatchObject(gone);
    await removeDashboard(ours!, one);
    await expect(wrote(one.id, said('Goes on'))).rejects.toMatchObject(gone);
  });
});

describe('a team', () => {
  test('of none is always there; one of another workspace is none', async () => {
    await demandTeam(db(), ours!, null);
    await demandTeam(db(), ours!, support);
    const foreign = await team(theirs!);
    for (const id of [foreign, '', 'tea_x'])
      await expect(demandTeam(db(), ours!, id)).rejects.toMatchObject({ status: 404 });
    await expect(made('Foreign', { teamId: foreign })).rejects.toMatchObject({ status: 404 });
  });
});

describe('finding', () => {
  test('the built-in one needs no row, in any workspace, and is not among the removed', async () => {
    expect(await findDashboard(theirs!, 'fleet')).toEqual(fleetDashboard);
    await expect(dashboardToChange(theirs!, 'fleet')).rejects.toMatchObject({ code: 'monitoring.dashboard_built_in' });
  });
  test('one of another workspace is like one that never was', async () => {
    const { id } = await made('Secret');
    for (const find of [findDashboard, dashboardToChange]) await expect(find(theirs!, id)).rejects.toMatchObject(gone);
    await expect(findDashboard(ours!, 'dsh_never')).rejects.toMatchObject(gone);
    await expect(findDashboard(ours!, "' or true --")).rejects.toMatchObject(gone);
  });
  test('the removed are found only among the removed, the standing only among the standing', async () => {
    const one = await made('Twice');
    await expect(findDashboard(ours!, one.id, true)).rejects.toMatchObject(gone);
    await removeDashboard(ours!, one);
    expect(await findDashboard(ours!, one.id, true)).toMatchObject({ name: 'Twice', version: 1 });
    await expect(findDashboard(ours!, one.id)).rejects.toMatchObject(gone);
  });
  test('several grants add up, none takes another away', async () => {
    const { id } = await made('Of support', { teamId: support });
    const both = person(['viewer', support], ['operator', finance]);
    expect(await findDashboard(both, id)).toMatchObject({ id });
    // Seen, but written only where one writes: that is said, for it is no secret.
    await expect(dashboardToChange(both, id)).rejects.toMatchObject(denied);
    expect(await dashboardToChange(person(['viewer', null], ['operator', support]), id)).toMatchObject({ id });
    await expect(findDashboard(person(['operator', finance]), id)).rejects.toMatchObject(gone);
    await expect(findDashboard(person(), id)).rejects.toMatchObject(denied);
  });
});
