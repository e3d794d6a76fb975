import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import type { Ctx } from '../ctx.ts';
import { newId } from '../ids.ts';
import { change } from './change.ts';
import { testWorkspace } from './ledger.fixture.ts';
import { verifyLeaf } from './leaf.ts';
import { readLedger } from './read-ledger.ts';

let state: StateDatabase;
let ctx: Ctx;
beforeAll(async () => {
  state = await openTestDatabase();
  ctx = await testWorkspace(state);
});
afterAll(() => state.close());

/** A real verb in small: a row, and its event. */
const createTeam = (on: Ctx, name: string, after?: () => void): Promise<string> =>
  change(on, async ({ tx, append }) => {
    const id = newId('tea');
    const row = { id, workspace_id: on.workspaceId, name, slug: name, created_at: new Date() };
    await tx.insertInto('teams').values(row).execute();
    append({ type: 'team.created', v: 1, resource: id, payload: { name, slug: name } });
    after?.();
    return id;
  });
const teams = async (on: Ctx): Promise<string[]> => {
  const rows = await state.db.selectFrom('teams').select('name').where('workspace_id', '=', on.workspaceId).execute();
  return rows.map((row) => row.name);
};
const all = (workspaceId: string) => readLedger(state.db, workspaceId, 0, 1000);

test('50 concurrent writers leave no gap, every leaf verifies, time never goes back', async () => {
  const own = await testWorkspace(state);
  const names = Array.from({ length: 50 }, (_, i) => `team-${i}`);
  const ids = await Promise.all(names.map((name) => createTeam(own, name)));
  const events = await all(own.workspaceId);
  expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 51 }, (_, i) => i + 1));
  expect(events.filter((event) => !verifyLeaf(event))).toEqual([]);
  expect(
    events
      .slice(1)
      .map((event) => event.resource)
      .sort(),
  ).toEqual(ids.sort());
  const times = events.map((event) => event.time);
  expect(times).toEqual([...times].sort());
  expect((await teams(own)).sort()).toEqual(names.sort());
});

test('a throw after append keeps neither change nor event', async () => {
  const before = await all(ctx.workspaceId);
  const failed = createTeam(ctx, 'undone', () => {
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  expect(await teams(ctx)).not.toContain('undone');
  expect(await all(ctx.workspaceId)).toEqual(before);
});

test('an event that cannot be written takes the change with it', async () => {
  const failed = change(ctx, async ({ tx, append }) => {
    const row = {
      id: newId('tea'),
      workspace_id: ctx.workspaceId,
      name: 'lonely',
      slug: 'lonely',
      created_at: new Date(),
    };
    await tx.insertInto('teams').values(row).execute();
    append({
      type: 'team.created',
      v: 1,
      resource: row.id,
      payload: { name: 'lonely', slug: 'lonely' },
      workspaceId: 'wsp_none',
    });
  });
  await expect(failed).rejects.toThrow('No workspace wsp_none');
  expect(await teams(ctx)).not.toContain('lonely');
  const orphans = await state.db
    .selectFrom('ledger_payloads')
    .selectAll()
    .where('workspace_id', '=', 'wsp_none')
    .execute();
  expect(orphans).toEqual([]);
});

test('a swallowed statement error does not pass for success', async () => {
  const swallowed = state.transact(async (tx) => {
    const row = {
      id: newId('tea'),
      workspace_id: ctx.workspaceId,
      name: 'ghost',
      slug: 'ghost',
      created_at: new Date(),
    };
    await tx.insertInto('teams').values(row).execute();
    await tx
      .insertInto('teams')
      .values(row)
      .execute()
      .catch(() => {});
  });
  await expect(swallowed).rejects.toThrow(/Nothing was kept|aborted/);
  expect(await teams(ctx)).not.toContain('ghost');
});

test('events of several workspaces in one change, crosswise, neither dead-lock nor leave gaps', async () => {
  const other = await testWorkspace(state);
  const both = (first: Ctx, second: Ctx): Promise<void> =>
    change(first, async ({ append }) => {
      append({
        type: 'team.renamed',
        v: 1,
        resource: 'x',
        payload: { before: 'a', after: 'b' },
        workspaceId: second.workspaceId,
      });
      append({ type: 'team.renamed', v: 1, resource: 'x', payload: { before: 'a', after: 'b' } });
    });
  const from = (await all(ctx.workspaceId)).length;
  await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? both(ctx, other) : both(other, ctx))));
  expect((await all(ctx.workspaceId)).map((event) => event.seq)).toEqual(
    Array.from({ length: from + 20 }, (_, i) => i + 1),
  );
  expect((await all(other.workspaceId)).length).toBe(21);
});

test('instance-wide events go to the workspace system', async () => {
  const event = {
    type: 'person.signed_in',
    v: 1,
    resource: 'per_x',
    payload: { by: 'link' },
    workspaceId: 'system',
  } as const;
  await change(ctx, async ({ append }) => append(event));
  expect(await all('system')).toMatchObject([{ seq: 1, resource: 'per_x', payload: { by: 'link' } }]);
});

test('readers are woken after the commit, not before and not without one', async () => {
  const seen: Promise<number>[] = [];
  const ledgerAdvanced = ([id]: readonly string[]): void => void seen.push(all(id!).then((events) => events.length));
  const on: Ctx = { ...ctx, state: { ...state, ledgerAdvanced } };
  const before = (await all(ctx.workspaceId)).length;
  await createTeam(on, 'loud');
  const failed = createTeam(on, 'silent', () => {
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  await change(on, async () => {});
  expect(await Promise.all(seen)).toEqual([before + 1]);
});

test('append after the end is refused; a transaction inside a transaction is refused', async () => {
  const append = await change(ctx, async (unit) => unit.append);
  expect(() => append({ type: 'team.created', v: 1, resource: 'x', payload: { name: 'x', slug: 'x' } })).toThrow(
    'had ended',
  );
  await expect(change(ctx, () => createTeam(ctx, 'inner'))).rejects.toThrow('use its tx');
});
