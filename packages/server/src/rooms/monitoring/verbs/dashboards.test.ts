import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../../ports/database.ts';
import type { Role } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import { testWorkspace } from '../../../spine/ledger/ledger.fixture.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { Dashboard, WriteDashboard } from '../contract-dashboards.ts';
import { dashboardText } from '../dashboards/document.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import { getDashboard } from '../views/get-dashboard.ts';
import { listDashboards } from '../views/list-dashboards.ts';
import { changeDashboard } from './change-dashboard.ts';
import { createDashboard } from './create-dashboard.ts';
import { duplicateDashboard } from './duplicate-dashboard.ts';
import { importDashboard } from './import-dashboard.ts';
import { removeDashboard } from './remove-dashboard.ts';
import { restoreDashboard } from './restore-dashboard.ts';

let state: Database;
let system: Ctx;
let [one, two] = ['', ''];
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...monitoringMigrations]);
  system = await testWorkspace(state);
  [one, two] = [await team(), await team()];
});
afterAll(() => state.close());

async function team(): Promise<string> {
  const id = newId('tea');
  const row = { id, workspace_id: system.workspaceId, name: id, slug: id.replace('_', '-'), created_at: new Date() };
  await state.db.insertInto('teams').values(row).execute();
  return id;
}
const person = (role: Role, teamId: string | null = null): Ctx => {
  const grants = [{ role, teamId, agentId: null, environment: null }];
  return { ...system, actor: { kind: 'person', id: 'per_1', sessionId: 'ses_1', grants } };
};
const said = (name: string, more: object = {}): WriteDashboard => WriteDashboard.parse({ name, ...more });
const chart = { id: 'a', kind: 'line', query: { measures: ['runs'] }, layout: { x: 0, y: 0, w: 6, h: 4 } };
const names = async (ctx: Ctx) => (await listDashboards(ctx)).items.map(({ name }) => name);
const eventsOf = async (id: string) =>
  (await readLedger(state.db, system.workspaceId, 1, 1000)).filter(({ resource }) => resource === id);

test('made, changed, removed and brought back; each step is in the ledger and undoes nothing else', async () => {
  const ctx = person('operator');
  const made = Dashboard.parse(await createDashboard(ctx, said('Support', { widgets: [chart] })));
  expect(made).toMatchObject({ version: 1, builtIn: false, teamId: null, range: '24h', createdBy: 'per_1' });
  expect(await getDashboard(ctx, made)).toEqual(made);
  const changed = await changeDashboard(ctx, { id: made.id, expected: 1, said: said('Support desk', { range: '7d' }) });
  expect(changed).toMatchObject({ version: 2, name: 'Support desk', range: '7d', widgets: [] });
  await removeDashboard(ctx, made);
  expect(await names(ctx)).not.toContain('Support desk');
  await expect(getDashboard(ctx, made)).rejects.toMatchObject({ code: 'monitoring.dashboard_not_found' });
  await expect(removeDashboard(ctx, made)).rejects.toMatchObject({ code: 'monitoring.dashboard_not_found' });
  expect(await restoreDashboard(ctx, made)).toEqual(changed);
  expect(await names(ctx)).toContain('Support desk');
  expect(await eventsOf(made.id)).toMatchObject([
    { type: 'dashboard.created', payload: { teamId: null, from: null, after: { name: 'Support' } } },
    { type: 'dashboard.changed', payload: { before: { range: '24h' }, after: { name: 'Support desk', range: '7d' } } },
    { type: 'dashboard.removed', payload: { before: { name: 'Support desk' } } },
    { type: 'dashboard.restored' },
  ]);
});

test('who read an old version does not write over what came since; saying the same again is no change', async () => {
  const ctx = person('operator');
  const { id } = await createDashboard(ctx, said('Raced'));
  const both = await Promise.allSettled(
    ['x', 'y'].map((description) => changeDashboard(ctx, { id, expected: 1, said: said('Raced', { description }) })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const late = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(late.reason).toMatchObject({ code: 'monitoring.dashboard_changed', status: 409 });
  const { version, ...now } = await getDashboard(ctx, { id });
  expect(version).toBe(2);
  const same = said('Raced', { description: now.description });
  expect(await changeDashboard(ctx, { id, expected: 2, said: same })).toMatchObject({ version: 2 });
  expect(await eventsOf(id)).toHaveLength(2);
});

test('a name is one standing dashboard’s of a team; a copy finds a free one', async () => {
  const ctx = person('operator');
  const taken = { code: 'monitoring.dashboard_name_taken' };
  const first = await createDashboard(ctx, said('Costs', { widgets: [chart], description: 'd' }));
  await expect(createDashboard(ctx, said('costs'))).rejects.toMatchObject(taken);
  await createDashboard(ctx, said('Costs', { teamId: one }));
  const copy = await duplicateDashboard(ctx, { id: first.id });
  expect(copy).toMatchObject({ name: 'Costs copy', widgets: first.widgets, description: 'd', version: 1 });
  expect(await duplicateDashboard(ctx, { id: first.id })).toMatchObject({ name: 'Costs copy 2' });
  expect(await eventsOf(copy.id)).toMatchObject([{ payload: { from: first.id } }]);
  await expect(duplicateDashboard(ctx, { id: first.id, name: 'COSTS' })).rejects.toMatchObject(taken);
  await expect(changeDashboard(ctx, { id: copy.id, expected: 1, said: said('Costs') })).rejects.toMatchObject(taken);
  await removeDashboard(ctx, first);
  await createDashboard(ctx, said('Costs'));
  await expect(restoreDashboard(ctx, first)).rejects.toMatchObject(taken);
});

test('the built-in one is first, can be copied, and cannot be changed', async () => {
  const ctx = person('operator');
  const { items } = await listDashboards(ctx);
  expect(items[0]).toMatchObject({ id: 'fleet', builtIn: true, name: 'Fleet' });
  const fleet = await getDashboard(ctx, { id: 'fleet' });
  expect(items[0]!.widgets).toBe(fleet.widgets.length);
  const builtIn = { code: 'monitoring.dashboard_built_in' };
  await expect(changeDashboard(ctx, { id: 'fleet', expected: 0, said: said('x') })).rejects.toMatchObject(builtIn);
  await expect(removeDashboard(ctx, fleet)).rejects.toMatchObject(builtIn);
  expect(await duplicateDashboard(ctx, { id: 'fleet', teamId: two })).toMatchObject({
    ...{ builtIn: false, teamId: two, name: 'Fleet copy', widgets: fleet.widgets },
  });
});

test('taken in from a file: created, then changed, then as it was', async () => {
  const ctx = person('operator');
  const yaml = dashboardText(said('From a file', { widgets: [chart] }));
  const created = await importDashboard(ctx, { yaml, teamId: one });
  expect(created).toMatchObject({ outcome: 'created', dashboard: { teamId: one, version: 1, name: 'From a file' } });
  expect(await importDashboard(ctx, { yaml, teamId: one })).toEqual({ ...created, outcome: 'unchanged' });
  const other = dashboardText(said('From a file', { range: '30d' }));
  expect(await importDashboard(ctx, { yaml: other, teamId: one })).toMatchObject({
    ...{ outcome: 'changed', dashboard: { id: created.dashboard.id, version: 2, range: '30d', widgets: [] } },
  });
  expect(await importDashboard(ctx, { yaml, teamId: null })).toMatchObject({ outcome: 'created' });
});

describe('who may', () => {
  test('see: those of all teams everybody, those of a team its people', async () => {
    const [ofOne, ofAll] = [
      await createDashboard(system, said('Of one', { teamId: one })),
      await createDashboard(system, said('Of all')),
    ];
    for (const ctx of [person('viewer', one), person('business_owner')]) {
      expect(await names(ctx)).toEqual(expect.arrayContaining(['Fleet', 'Of one', 'Of all']));
      expect(await getDashboard(ctx, ofOne)).toEqual(ofOne);
    }
    const outside = person('viewer', two);
    expect(await names(outside)).toContain('Of all');
    expect(await names(outside)).not.toContain('Of one');
    expect(await getDashboard(outside, ofAll)).toEqual(ofAll);
    await expect(getDashboard(outside, ofOne)).rejects.toMatchObject({ code: 'monitoring.dashboard_not_found' });
    const elsewhere = await testWorkspace(state);
    expect(await names(elsewhere)).toEqual(['Fleet']);
    await expect(getDashboard(elsewhere, ofAll)).rejects.toMatchObject({ code: 'monitoring.dashboard_not_found' });
    const guest: Ctx = { ...system, actor: { kind: 'guest', id: 'guest' } };
    await expect(listDashboards(guest)).rejects.toMatchObject({ code: 'access.denied' });
  });

  test('change: in their team who writes there; of the whole workspace who writes everywhere; nobody who only reads', async () => {
    const [mine, all] = [
      await createDashboard(system, said('Mine', { teamId: one })),
      await createDashboard(system, said('All of us')),
    ];
    const member = person('operator', one);
    const denied = { code: 'access.denied' };
    await expect(changeDashboard(member, { id: all.id, expected: 1, said: said('x') })).rejects.toMatchObject(denied);
    await expect(createDashboard(member, said('x'))).rejects.toMatchObject(denied);
    await expect(createDashboard(member, said('x', { teamId: two }))).rejects.toMatchObject(denied);
    // Neither taken away from the team into the whole workspace nor given to another.
    for (const teamId of [null, two])
      await expect(
        changeDashboard(member, { id: mine.id, expected: 1, said: said('Mine', { teamId }) }),
      ).rejects.toMatchObject(denied);
    const ours = { id: mine.id, expected: 1, said: said('Ours', { teamId: one }) };
    expect(await changeDashboard(member, ours)).toMatchObject({ name: 'Ours' });
    for (const reader of [person('viewer'), person('auditor'), person('business_owner', one)])
      for (const act of [removeDashboard, restoreDashboard, duplicateDashboard])
        await expect(act(reader, { id: mine.id })).rejects.toMatchObject(denied);
    await expect(removeDashboard(person('operator', two), mine)).rejects.toMatchObject({
      code: 'monitoring.dashboard_not_found',
    });
    expect(await getDashboard(system, mine)).toMatchObject({ name: 'Ours', version: 2 });
  });

  test('a team that is none of the workspace is refused', async () => {
    await expect(createDashboard(system, said('x', { teamId: newId('tea') }))).rejects.toMatchObject({ status: 404 });
  });
});
