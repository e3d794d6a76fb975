import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppError } from '../../spine/errors.ts';
import type { Edit } from './model/naming.ts';
import { inverse } from './model/naming.ts';
import { applyEdits, lockTeam, readNaming, slugFor } from './store.ts';
import { type LifecycleWorld, openLifecycleWorld } from './world.fixture.ts';

let world: LifecycleWorld;
const place = { workspaceId: 'wsp_1', teamId: 'tea_1' };

beforeAll(async () => {
  world = await openLifecycleWorld();
  for (const [key, teamId] of [
    ['support', 'tea_1'],
    ['helper', 'tea_1'],
    ['foreign', 'tea_2'],
  ] as const) {
    const row = { id: `agt_${key}`, workspace_id: 'wsp_1', team_id: teamId, slug: key, name: key, key };
    await world.state.db
      .insertInto('agents')
      .values({ ...row, created_at: new Date() })
      .execute();
  }
});
afterAll(() => world.close());

const naming = () => readNaming(world.state.db, place);
const apply = (edits: readonly Edit[]) => world.state.transact((tx) => applyEdits(tx, place, edits));
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: AppError) => error.code,
  );

const every: Edit[] = [
  { of: 'agent', id: 'agt_helper', field: 'putAway', before: null, after: 'merged' },
  { of: 'agent', id: 'agt_support', field: 'name', before: 'support', after: 'Front desk' },
  { of: 'agent', id: 'agt_support', field: 'slug', before: 'support', after: 'front-desk' },
  { of: 'alias', name: 'helper', service: '', before: null, after: 'agt_support' },
  { of: 'alias', name: 'helper', service: 'billing', before: null, after: 'agt_helper' },
  { of: 'ignored', name: 'AgentExecutor', service: '', before: false, after: true },
];

describe('edits', () => {
  test('each kind is carried out, and its inverse brings everything back', async () => {
    const before = await naming();
    await apply(every);
    const after = await naming();
    expect(after.agents).toContainEqual({
      ...{ id: 'agt_support', key: 'support', name: 'Front desk', slug: 'front-desk', putAway: null },
    });
    expect(after.agents.find((one) => one.id === 'agt_helper')!.putAway).toBe('merged');
    expect(after.aliases).toHaveLength(2);
    expect(after.ignored).toEqual([{ name: 'AgentExecutor', service: '' }]);
    await apply(inverse(every));
    expect(await naming()).toEqual(before);
  });

  test.each(every.map((edit) => [`${edit.of} ${'field' in edit ? edit.field : edit.name}`, edit] as const))(
    '%s: a value that has changed since is refused, and nothing is half done',
    async (_, edit) => {
      await apply([edit]);
      const between = await naming();
      const other: Edit = { of: 'ignored', name: 'something else', service: '', before: false, after: true };
      expect(await refusal(apply([other, edit]))).toBe('lifecycle.changed_since');
      expect(await naming()).toEqual(between);
      await apply(inverse([edit]));
    },
  );

  test("another team's agent is out of reach", async () => {
    const theirs: Edit = { of: 'agent', id: 'agt_foreign', field: 'name', before: 'foreign', after: 'mine' };
    expect(await refusal(apply([theirs]))).toBe('lifecycle.changed_since');
    expect((await naming()).agents.map((one) => one.id)).toEqual(['agt_helper', 'agt_support']);
  });

  test('an alias moves from agent to agent', async () => {
    const to = (before: string | null, after: string | null): Edit => ({
      ...{ of: 'alias', name: 'x', service: '' },
      ...{ before, after },
    });
    await apply([to(null, 'agt_support'), to('agt_support', 'agt_helper')]);
    expect((await naming()).aliases).toEqual([{ name: 'x', service: '', agentId: 'agt_helper' }]);
    await apply([to('agt_helper', null)]);
    expect((await naming()).aliases).toEqual([]);
  });
});

describe('slugs', () => {
  test('one that an agent had stays its own, and nobody else gets it', async () => {
    const { db } = world.state;
    expect(await slugFor(db, 'wsp_1', 'Front desk', 'agt_helper')).toBe('front-desk-2');
    expect(await slugFor(db, 'wsp_1', 'Front desk', 'agt_support')).toBe('front-desk');
    expect(await slugFor(db, 'wsp_1', 'support')).toBe('support-2');
    expect(await slugFor(db, 'wsp_2', 'support')).toBe('support');
  });

  test('a name that looks like a pattern of SQL is none', async () => {
    expect(await slugFor(world.state.db, 'wsp_1', '%_%')).toBe('agent');
  });
});

test('a team of another workspace is not found, and one’s own is locked until the end', async () => {
  const lock = (workspaceId: string) => world.state.transact((tx) => lockTeam(tx, { workspaceId, teamId: 'tea_1' }));
  expect(await refusal(lock('wsp_2'))).toBe('lifecycle.not_found');
  expect(await refusal(lock('wsp_1'))).toBe('done');
});

test('more agents than a page are read whole', async () => {
  const rows = Array.from({ length: 2100 }, (_, n) => {
    const name = `many-${n}`;
    return {
      id: `agt_z${String(n).padStart(5, '0')}`,
      workspace_id: 'wsp_1',
      team_id: 'tea_2',
      slug: name,
      name,
      key: name,
    };
  });
  for (let at = 0; at < rows.length; at += 500)
    await world.state.db
      .insertInto('agents')
      .values(rows.slice(at, at + 500).map((row) => ({ ...row, created_at: new Date() })))
      .execute();
  const { agents } = await readNaming(world.state.db, { workspaceId: 'wsp_1', teamId: 'tea_2' });
  expect(new Set(agents.map((one) => one.id)).size).toBe(2101);
});
