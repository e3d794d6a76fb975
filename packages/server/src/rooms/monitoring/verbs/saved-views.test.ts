import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { Database } from '../../../ports/database.ts';
import type { Actor, Role } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import { testWorkspace } from '../../../spine/ledger/ledger.fixture.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { SavedView, SaveView } from '../contract-views.ts';
import { monitoringMigrations } from '../migrations/index.ts';
import { listSavedViews } from '../views/list-saved-views.ts';
import { changeView } from './change-view.ts';
import { removeView } from './remove-view.ts';
import { saveView } from './save-view.ts';

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
const person = (id: string, role: Role, teamId: string | null): Ctx => {
  const grants = [{ role, teamId, agentId: null, environment: null }];
  return { ...system, actor: { kind: 'person', id, sessionId: 'ses_1', grants } };
};
const said = (name: string, more: object = {}): SaveView =>
  SaveView.parse({ name, page: 'runs', search: 'outcome=failed', ...more });
const names = async (ctx: Ctx) => (await listSavedViews(ctx)).items.map(({ name }) => name);

test('kept for oneself, given to a team, removed: each with its event, which tells no search', async () => {
  const ada = person('per_a', 'operator', one);
  const made = SavedView.parse(await saveView(ada, said('Failures', { search: 'said=Ada+Weiss' })));
  expect(made).toMatchObject({ teamId: null, page: 'runs', search: 'said=Ada+Weiss', createdBy: 'per_a' });
  expect([await names(ada), await names(person('per_b', 'operator', one))]).toEqual([['Failures'], []]);
  const shared = await changeView(ada, { id: made.id, said: { name: 'Failed', search: 'a=1', teamId: one } });
  expect(shared).toMatchObject({ id: made.id, name: 'Failed', search: 'a=1', teamId: one });
  expect(await names(person('per_b', 'viewer', one))).toEqual(['Failed']);
  expect(await names(person('per_b', 'viewer', two))).toEqual([]);
  await removeView(person('per_b', 'operator', one), { id: made.id });
  expect(await names(ada)).toEqual([]);
  const events = (await readLedger(state.db, system.workspaceId, 1, 1000)).filter((e) => e.resource === made.id);
  expect(events.map(({ type }) => type)).toEqual(['view.saved', 'view.changed', 'view.removed']);
  expect(JSON.stringify(events)).not.toContain('Weiss');
});

test('a name is one view’s of a page, of its owner', async () => {
  const ada = person('per_a', 'operator', one);
  const taken = { code: 'monitoring.view_name_taken', status: 409 };
  await saveView(ada, said('Mine'));
  await expect(saveView(ada, said('MINE'))).rejects.toMatchObject(taken);
  const steps = await saveView(ada, said('Mine', { page: 'steps' }));
  await saveView(ada, said('Mine', { teamId: one }));
  const other = await saveView(person('per_b', 'viewer', one), said('Mine'));
  await expect(changeView(ada, { id: steps.id, said: said('Mine', { search: '' }) })).resolves.toMatchObject({
    search: '',
  });
  const both = await Promise.allSettled([saveView(ada, said('Raced')), saveView(ada, said('raced'))]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(other.createdBy).toBe('per_b');
});

test('what is another’s, another team’s or another workspace’s is not there', async () => {
  const own = await saveView(person('per_a', 'operator', one), said('Hidden'));
  const shared = await saveView(person('per_a', 'operator', one), said('Shared', { teamId: one }));
  const missing = { code: 'monitoring.view_not_found', status: 404 };
  const elsewhere = { ...(await testWorkspace(state)), actor: person('per_a', 'admin', null).actor };
  for (const [ctx, id] of [
    [person('per_b', 'admin', null), own.id],
    [person('per_b', 'admin', two), shared.id],
    [elsewhere, own.id],
    [elsewhere, shared.id],
  ] as const) {
    await expect(removeView(ctx, { id })).rejects.toMatchObject(missing);
    await expect(changeView(ctx, { id, said: said('x') })).rejects.toMatchObject(missing);
    expect(await names(ctx)).not.toContain('Hidden');
  }
  await expect(saveView(elsewhere, said('x', { teamId: one }))).rejects.toMatchObject(missing);
});

test('who may only look keeps views of their own, and changes none of a team', async () => {
  const denied = { code: 'access.denied' };
  const viewer = person('per_v', 'viewer', one);
  const shared = await saveView(person('per_a', 'operator', one), said('Kept', { teamId: one }));
  await expect(saveView(viewer, said('y', { teamId: one }))).rejects.toMatchObject(denied);
  await expect(removeView(viewer, shared)).rejects.toMatchObject(denied);
  const own = await saveView(viewer, said('z'));
  await expect(changeView(viewer, { id: own.id, said: said('z', { teamId: one }) })).rejects.toMatchObject(denied);
  const guest: Actor = { kind: 'key', id: 'key_1', teamId: one, agent: null, environment: null, scopes: ['ingest'] };
  await expect(listSavedViews({ ...system, actor: guest })).rejects.toMatchObject(denied);
});
