import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../../../spine/ctx.ts';
import { setPrice } from '../../../monitoring/verbs/set-price.ts';
import { StartRun } from '../../contract-playground.ts';
import { contentOf } from '../../world.fixture.ts';
import { openPlaygroundWorld, type PlaygroundWorld } from '../playground-world.fixture.ts';
import { forgetRuns } from '../store.ts';
import { cancelRun } from '../verbs/cancel-run.ts';
import { giveToolResults } from '../verbs/give-tool-results.ts';
import { removeRun } from '../verbs/remove-run.ts';
import { estimateRun } from './estimate-run.ts';
import { getRun, listCells, listRuns } from './get-run.ts';

let world: PlaygroundWorld;
beforeAll(async () => void (world = await openPlaygroundWorld()));
afterAll(() => world.close());

const lane = (change: object = {}) => ({
  ...{ source: { content: contentOf('Hello {{ name }}') }, providerId: world.providers.openai, model: 'm-1' },
  ...change,
});
const start = (change: object = {}, by: Ctx = world.ada) =>
  world.start({ lanes: [lane(change)], rows: [{ name: 'Ada' }] }, by);
const estimate = (input: object, by: Ctx = world.ada) =>
  estimateRun(by, StartRun.parse({ teamId: 'tea_1', lanes: [lane()], rows: [{ name: 'Ada' }], ...input }));

describe('who', () => {
  test('sees a run, ends it, goes on with it and throws it away: who made it', async () => {
    const { id } = await start();
    await world.until(id);
    const admin = world.person('Cy', 'admin', null);
    const results = [{ callId: 'c', content: 'r' }];
    for (const other of [world.ben, admin, world.ctx(world.ada.actor, 'wsp_2')])
      for (const attempt of [
        () => getRun(other, id),
        () => listCells(other, { id, after: 0, limit: 10 }),
        () => cancelRun(other, world.playground, { id }),
        () => giveToolResults(other, world.playground, { id, lane: 0, row: 0, results }),
        () => removeRun(other, world.playground, { id }),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'prompts.not_found' });
    await removeRun(world.ada, world.playground, { id });
    await expect(getRun(world.ada, id)).rejects.toMatchObject({ code: 'prompts.not_found' });
  });

  test('starts one: who may ask models for the team, of its own providers and the workspace’s', async () => {
    await expect(start({}, world.person('Ben', 'viewer'))).rejects.toMatchObject({ code: 'access.denied' });
    await expect(start({}, world.person('Ben', 'prompt_engineer', 'tea_2'))).rejects.toMatchObject({
      code: 'access.denied',
    });
    const providerId = await world.add('openai', 'tea_2');
    const both = world.person('Cy', 'prompt_engineer', null);
    for (const by of [world.ada, both])
      await expect(start({ providerId }, by)).rejects.toMatchObject({ code: 'access.not_found' });
    await expect(estimate({ lanes: [lane({ providerId })] })).rejects.toMatchObject({ code: 'access.not_found' });
  });

  test('asks with a prompt: who may see it, and has a draft of it', async () => {
    const id = await world.prompt('seen', 'text');
    const outside = world.person('Cy', 'prompt_engineer', 'tea_2');
    const source = { promptId: id, at: '1' };
    const input = { teamId: 'tea_2', lanes: [lane({ source })] };
    await expect(world.start(input, outside)).rejects.toMatchObject({ code: 'prompts.not_found' });
    const draft = start({ source: { promptId: id, draft: true } });
    await expect(draft).rejects.toMatchObject({
      code: 'prompts.not_found',
      message: expect.stringContaining('draft') as string,
    });
    await expect(start({ source: { promptId: id, at: '9' } })).rejects.toMatchObject({ code: 'prompts.not_found' });
  });

  test('three runs of one person at once, no more', async () => {
    world.answer(() => ({ text: 'late', latencyMs: 30_000 }));
    const cy = world.person('Cy');
    const runs = [await start({}, cy), await start({}, cy), await start({}, cy)];
    await expect(start({}, cy)).rejects.toMatchObject({ code: 'prompts.playground_busy', retryAfterSeconds: 10 });
    for (const { id } of runs) await cancelRun(cy, world.playground, { id });
    world.answer(() => ({ text: 'x' }));
    await start({}, cy);
  });
});

describe('what is kept', () => {
  test('runs are listed newest first, a page at a time', async () => {
    const cy = world.person('Ben');
    const made: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      world.clock.advance(1);
      const { id } = await world.start({ name, lanes: [lane(), lane()], rows: [{ name: 'x' }] }, cy);
      made.unshift(id);
    }
    const first = await listRuns(cy, { limit: 2, before: null });
    expect(first.items.map((one) => one.id)).toEqual(made.slice(0, 2));
    expect(first.items[0]).toMatchObject({ name: 'c', lanes: 2, rows: 1 });
    const second = await listRuns(cy, { limit: 2, before: first.next });
    expect([second.items.map((one) => one.id), second.next]).toEqual([made.slice(2), null]);
    expect(
      (await listRuns(world.person('Cy', 'admin', null), { limit: 50, before: null })).items.every(
        (one) => one.createdBy === 'per_Cy',
      ),
    ).toBe(true);
  });

  test('what changed is told in pages, each cell with its last state', async () => {
    const run = await world.start({
      lanes: [lane()],
      rows: Array.from({ length: 7 }, (_, row) => ({ name: `${row}` })),
    });
    await world.until(run.id);
    const seen: number[] = [];
    let after = 0;
    for (;;) {
      const page = await listCells(world.ada, { id: run.id, after, limit: 3 });
      if (page.items.length === 0) break;
      seen.push(...page.items.map((one) => one.row));
      after = page.after;
    }
    expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await listCells(world.ada, { id: run.id, after, limit: 3 })).toMatchObject({ items: [], after });
  });

  test('goes with its time, and with all its cells', async () => {
    const { id, expiresAt, createdAt } = await start();
    await world.until(id);
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(14 * 86_400_000);
    await sql`update ops_playground_runs set expires_at = now() - interval '1 second' where id = ${id}`.execute(
      world.state.db,
    );
    expect(await forgetRuns(world.state.db)).toBe(1);
    const cells = await sql`select 1 from ops_playground_cells where run_id = ${id}`.execute(world.state.db);
    expect(cells.rows).toEqual([]);
  });

  test('a run that nobody carries out any more says so', async () => {
    const { id } = await start();
    await world.until(id);
    await sql`update ops_playground_runs set state = 'running' where id = ${id}`.execute(world.state.db);
    expect((await getRun(world.ada, id)).state).toBe('running');
    world.clock.advance(16 * 60_000);
    expect((await getRun(world.ada, id)).state).toBe('interrupted');
    world.clock.advance(-16 * 60_000);
  });

  test('nothing of it is in the ledger', async () => {
    const before = (await world.events()).length;
    const { id } = await start();
    await world.until(id);
    await removeRun(world.ada, world.playground, { id });
    expect(await world.events()).toHaveLength(before);
  });
});

describe('an estimate', () => {
  test('counts calls and tokens of what would be said, and asks nobody', async () => {
    const asked = world.asked.length;
    const rows = [{ name: 'Ada' }, { name: 'a name of several words more' }];
    const { cells, lanes, total } = await estimate({ rows, lanes: [lane(), lane({ parameters: { max_tokens: 20 } })] });
    expect(cells).toBe(4);
    expect(lanes[1]).toMatchObject({ inputTokens: lanes[0]!.inputTokens, outputTokens: 40, problem: null });
    expect(lanes[0]!.outputTokens).toBe(1000);
    expect(total).toEqual({ inputTokens: lanes[0]!.inputTokens * 2, outputTokens: 1040, costUsd: null });
    const tools = [{ name: 'find', description: 'Finds things that were lost.' }];
    expect((await estimate({ lanes: [lane({ tools })] })).total.inputTokens).toBeGreaterThan(
      (await estimate({})).total.inputTokens,
    );
    expect(world.asked).toHaveLength(asked);
  });

  test('costs what the model costs, and is unknown where one lane is', async () => {
    await setPrice(world.ctx(), { model: 'known-1', rates: { input: 1_000_000, output: 0 } });
    const known = lane({ model: 'known-1' });
    const one = await estimate({ lanes: [known] });
    expect(one.total.costUsd).toBeCloseTo(one.total.inputTokens);
    const both = await estimate({ lanes: [known, lane()] });
    expect([both.lanes[0]!.costUsd, both.lanes[1]!.costUsd, both.total.costUsd]).toEqual([
      one.total.costUsd,
      null,
      null,
    ]);
  });

  test('says why rows cannot be asked, and leaves them out', async () => {
    const { lanes } = await estimate({ rows: [{ name: 'Ada' }, { name: 7 }] });
    expect(lanes[0]).toMatchObject({ outputTokens: 500, problem: expect.stringContaining('variables.name') as string });
    const broken = { source: { content: contentOf('{% prompt "none@1" %}') } };
    expect((await estimate({ lanes: [lane(broken)] })).lanes[0]!.problem).toContain('none@1');
  });

  test('of very many rows is taken from the first second of them', async () => {
    let now = 0;
    const clock = { ...world.clock, monotonic: () => (now += 30) };
    const rows = Array.from({ length: 100 }, () => ({ name: 'Ada' }));
    const all = await estimate({ rows });
    expect((await estimate({ rows }, { ...world.ada, clock })).total).toEqual(all.total);
  });
});
