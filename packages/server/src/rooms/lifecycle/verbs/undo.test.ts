import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import { carryOut, type Doing } from '../names/changes.ts';
import { readNaming } from '../store.ts';
import { type LifecycleWorld, openLifecycleWorld } from '../world.fixture.ts';
import { ignoreName } from './ignore-name.ts';
import { mergeAgents } from './merge-agents.ts';
import { renameAgent } from './rename-agent.ts';
import { restoreName } from './restore-name.ts';
import { splitAgent } from './split-agent.ts';
import { undoNameChange } from './undo-name-change.ts';

/** Changes of names on the real control state; what becomes of runs is tested in names.test.ts. */
let world: LifecycleWorld;
let ctx: Ctx;
const place = { workspaceId: 'wsp_1', teamId: 'tea_1' };
beforeAll(async () => {
  world = await openLifecycleWorld();
  ctx = world.person('operator', null);
});
afterAll(() => world.close());
beforeEach(async () => {
  const { db } = world.state;
  for (const table of [
    'agent_aliases',
    'ignored_agent_names',
    'agent_slugs',
    'name_changes',
    'ops_reassemblies',
    'agents',
  ])
    await sql`delete from ${sql.table(table)}`.execute(db);
  for (const key of ['a', 'b', 'c', 'd']) {
    const row = { id: `agt_${key}`, workspace_id: 'wsp_1', team_id: 'tea_1', slug: key, name: key, key };
    await db
      .insertInto('agents')
      .values({ ...row, created_at: new Date() })
      .execute();
  }
});

const act = async (doing: Promise<Doing>) => carryOut(ctx, await doing);
/** Rows that a split made and undo put away are not what is compared. */
const names = async () => {
  const { agents, aliases, ignored } = await readNaming(world.state.db, place);
  const of = (one: { name: string; service: string }): string => `${one.name} ${one.service}`;
  return {
    agents: agents.filter((one) => one.putAway !== 'undone'),
    aliases: aliases.toSorted((x, y) => (of(x) < of(y) ? -1 : 1)),
    ignored: ignored.toSorted((x, y) => (of(x) < of(y) ? -1 : 1)),
  };
};
const attempt = <T>(run: Promise<T>): Promise<T | null> =>
  run.catch((error: { code?: string }) => {
    if (error.code?.startsWith('lifecycle.') !== true) throw error;
    return null;
  });

test('whatever was done, undone last first, leaves the control state as it was', async () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const service = fc.constantFrom('', 'web');
  const verb = fc.oneof(
    fc.record({ does: fc.constant('rename' as const), one: key, name: fc.constantFrom('x', 'y', 'b') }),
    fc.record({ does: fc.constant('merge' as const), one: key, two: key }),
    fc.record({ does: fc.constant('split' as const), one: key, name: key, service }),
    fc.record({ does: fc.constant('ignore' as const), name: key, service }),
    fc.record({ does: fc.constant('restore' as const), name: key, service }),
  );
  const perform = (of: typeof verb extends fc.Arbitrary<infer T> ? T : never) => {
    switch (of.does) {
      case 'rename':
        return act(renameAgent(ctx, { id: `agt_${of.one}`, name: of.name }));
      case 'merge':
        return act(mergeAgents(ctx, { id: `agt_${of.one}`, into: `agt_${of.two}` }));
      case 'split':
        return act(splitAgent(ctx, { id: `agt_${of.one}`, name: of.name, service: of.service }));
      case 'ignore':
        return act(ignoreName(ctx, { teamId: 'tea_1', name: of.name, service: of.service }));
      case 'restore':
        return act(restoreName(ctx, { teamId: 'tea_1', name: of.name, service: of.service }));
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(verb, { maxLength: 6 }), async (verbs) => {
      const before = await names();
      const done: string[] = [];
      for (const one of verbs) {
        const made = await attempt(perform(one));
        if (made !== null) done.push(made.id!);
      }
      for (const id of done.toReversed()) await undoNameChange(ctx, { id });
      expect(await names()).toEqual(before);
    }),
    { numRuns: 40 },
  );
}, 60_000);

describe('at the same time', () => {
  test('two merges that cross each other: one wins, the other is told that names have changed', async () => {
    const results = await Promise.all([
      attempt(act(mergeAgents(ctx, { id: 'agt_a', into: 'agt_b' }))),
      attempt(act(mergeAgents(ctx, { id: 'agt_b', into: 'agt_a' }))),
    ]);
    expect(results.filter((one) => one !== null)).toHaveLength(1);
    const { agents } = await names();
    expect(agents.filter((one) => one.putAway === 'merged')).toHaveLength(1);
  });

  test('one change is undone once', async () => {
    const { id } = await act(renameAgent(ctx, { id: 'agt_a', name: 'Anna' }));
    const results = await Promise.all([1, 2, 3].map(() => attempt(undoNameChange(ctx, { id: id! }))));
    expect(results.filter((one) => one !== null)).toHaveLength(1);
    const undone = (await world.events()).filter(
      (event) => event.type === 'name_change.undone' && event.resource === id,
    );
    expect(undone).toHaveLength(1);
  });

  test('two agents that want one name: one gets it', async () => {
    const results = await Promise.all(
      ['agt_a', 'agt_b'].map((id) => attempt(act(renameAgent(ctx, { id, name: 'Front desk' })))),
    );
    expect(results.filter((one) => one !== null)).toHaveLength(1);
  });
});

describe('change and event', () => {
  test('are kept together or not at all', async () => {
    const before = { names: await names(), events: (await world.events()).length };
    const doing = await mergeAgents(ctx, { id: 'agt_a', into: 'agt_b' });
    const broken: Doing = {
      ...doing,
      plan: async (...seen) => ({
        ...(await doing.plan(...seen)),
        event: () => {
          throw new Error('no event');
        },
      }),
    };
    await expect(carryOut(ctx, broken)).rejects.toThrow('no event');
    expect({ names: await names(), events: (await world.events()).length }).toEqual(before);
    const rows = await sql`select 1 from ops_reassemblies union all select 1 from name_changes`.execute(world.state.db);
    expect(rows.rows).toEqual([]);
  });

  test('each verb has its own, with ids and no name of a person', async () => {
    const seen = (await world.events()).length;
    await act(renameAgent(ctx, { id: 'agt_a', name: 'Anna' }));
    await act(mergeAgents(ctx, { id: 'agt_b', into: 'agt_c' }));
    await act(splitAgent(ctx, { id: 'agt_d', name: 'd', service: 'web' }));
    await act(ignoreName(ctx, { teamId: 'tea_1', name: 'Executor', service: '' }));
    await act(restoreName(ctx, { teamId: 'tea_1', name: 'Executor', service: '' }));
    const events = (await world.events()).slice(seen);
    expect(events.map((event) => event.type)).toEqual([
      'agent.renamed',
      'agent.merged',
      'agent.split',
      'agent_name.ignored',
      'agent_name.restored',
    ]);
    for (const event of events) expect(event.payload).toMatchObject({ teamId: 'tea_1', changeId: expect.any(String) });
    expect(JSON.stringify(events)).not.toContain('Ada');
  });
});

describe('a merged agent', () => {
  test('cannot be merged, split or renamed again until it is back', async () => {
    await act(mergeAgents(ctx, { id: 'agt_a', into: 'agt_b' }));
    expect(await attempt(act(mergeAgents(ctx, { id: 'agt_a', into: 'agt_c' })))).toBeNull();
    expect(await attempt(act(mergeAgents(ctx, { id: 'agt_c', into: 'agt_a' })))).toBeNull();
    expect(await attempt(act(splitAgent(ctx, { id: 'agt_a', name: 'a', service: 'web' })))).toBeNull();
    expect(await attempt(act(renameAgent(ctx, { id: 'agt_a', name: 'Anna' })))).toBeNull();
  });

  test('takes along what was merged into it, and brings it back', async () => {
    const before = await names();
    const first = await act(mergeAgents(ctx, { id: 'agt_a', into: 'agt_b' }));
    const second = await act(mergeAgents(ctx, { id: 'agt_b', into: 'agt_c' }));
    const { aliases } = await names();
    expect(aliases.map((one) => [one.name, one.agentId])).toEqual([
      ['a', 'agt_c'],
      ['b', 'agt_c'],
    ]);
    expect(await attempt(undoNameChange(ctx, { id: first.id! }))).toBeNull();
    await undoNameChange(ctx, { id: second.id! });
    await undoNameChange(ctx, { id: first.id! });
    expect(await names()).toEqual(before);
  });
});

test('a change of another team is not found, whatever one may do in one’s own', async () => {
  const { id } = await act(renameAgent(ctx, { id: 'agt_a', name: 'Anna' }));
  const stranger = world.person('operator', 'tea_2');
  await expect(undoNameChange(stranger, { id: id! })).rejects.toMatchObject({ code: 'lifecycle.not_found' });
  const elsewhere = { ...ctx, workspaceId: 'wsp_2' };
  await expect(undoNameChange(elsewhere, { id: id! })).rejects.toMatchObject({ code: 'lifecycle.not_found' });
});
