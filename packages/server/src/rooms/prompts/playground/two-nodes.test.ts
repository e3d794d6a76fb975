import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJobs } from '../../../adapters/jobs/open.ts';
import { contentOf } from '../world.fixture.ts';
import { forgetRunsOnTime } from './jobs.ts';
import { openPlaygroundWorld, type PlaygroundWorld } from './playground-world.fixture.ts';
import { cancelRun } from './verbs/cancel-run.ts';
import { giveToolResults } from './verbs/give-tool-results.ts';
import { removeRun } from './verbs/remove-run.ts';

let world: PlaygroundWorld;
beforeAll(async () => void (world = await openPlaygroundWorld()));
afterAll(async () => {
  expect(world.errors).toEqual([]);
  await world.close();
});

const lanes = (more: object = {}) => [
  { source: { content: contentOf('Hi {{ name }}') }, providerId: world.providers.openai, model: 'm-1', ...more },
];
const rows = Array.from({ length: 8 }, (_, at) => ({ name: `row ${at}` }));

test('a run that is cancelled on another node asks nobody any more, and keeps no answer that comes late', async () => {
  const other = world.open();
  const held = Promise.withResolvers<void>();
  let asked = 0;
  const slow = world.open(
    { perProvider: 2 },
    {
      llm: {
        async complete() {
          asked++;
          await held.promise;
          const usage = { input: 1, output: 1, cacheRead: null, cacheWrite: null, reasoning: null };
          const said = { text: 'late', refusal: null, toolCalls: [], finish: 'stop', model: null, usage } as const;
          return { ...said, ms: 5, firstMs: null, attempts: 1 };
        },
      },
    },
  );
  const { id } = await world.start({ lanes: lanes(), rows }, world.ada, slow);
  await world.until(id, ({ run }) => run.counts.running === 2);
  await cancelRun(world.ada, other, { id });
  held.resolve();
  await slow.close();
  const { run, items } = await world.until(id);
  expect(run).toMatchObject({ state: 'cancelled', counts: { cancelled: 8, done: 0 } });
  expect(items.every((one) => one.text === null)).toBe(true);
  expect(asked).toBe(2);
});

test('a run goes on on whichever node is told to', async () => {
  world.answer(({ toolResults }) =>
    toolResults.length > 0 ? { text: toolResults[0]! } : { toolCalls: [{ name: 'find', arguments: {} }] },
  );
  const { id } = await world.start({ lanes: lanes({ tools: [{ name: 'find' }] }), rows: rows.slice(0, 1) });
  const [call] = (await world.until(id)).at(0, 0).toolCalls;
  const other = world.open();
  const results = [{ callId: call!.id, content: 'from there' }];
  await giveToolResults(world.ada, other, { id, lane: 0, row: 0, results });
  expect((await world.until(id)).at(0, 0).text).toBe('from there');
  await other.close();
});

test('a run thrown away while it is under way leaves nothing, and no error', async () => {
  world.answer(() => ({ text: 'late', latencyMs: 30_000 }));
  const { id } = await world.start({ lanes: lanes(), rows });
  await world.until(id, ({ run }) => run.counts.running === 3);
  await removeRun(world.ada, world.playground, { id });
  const left = await world.state.db
    .withTables<{ ops_playground_cells: { run_id: string } }>()
    .selectFrom('ops_playground_cells')
    .where('run_id', '=', id)
    .select('run_id')
    .execute();
  expect(left).toEqual([]);
  world.answer(() => ({ text: 'x' }));
});

test('what fails in the state is reported, and ends no other cell', async () => {
  const errors: unknown[] = [];
  let failures = 1;
  const state = { ...world.state, db: world.state.db, ledgerAdvanced: () => {} };
  const own = world.open(
    {},
    {
      onError: (error) => void errors.push(error),
      state: {
        ...state,
        transact: (body) => (failures-- > 0 ? Promise.reject(new Error('away')) : world.state.transact(body)),
      },
    },
  );
  const { id } = await world.start({ lanes: lanes(), rows: rows.slice(0, 4) }, world.ada, own);
  const { run } = await world.until(id);
  expect(run).toMatchObject({ state: 'interrupted', counts: { done: 3, cancelled: 1 } });
  await own.close();
  expect(errors).toMatchObject([{ message: 'away' }]);
});

test('a job takes away what is past its time', async () => {
  const jobs = await openJobs(world.state, [], (error) => void world.errors.push(error));
  const { id } = await world.start({ lanes: lanes(), rows: rows.slice(0, 1) });
  await world.until(id);
  const db = world.state.db.withTables<{ ops_playground_runs: { id: string; expires_at: Date } }>();
  await db
    .updateTable('ops_playground_runs')
    .set({ expires_at: new Date(0) })
    .where('id', '=', id)
    .execute();
  let forget!: () => Promise<void>;
  const crons: string[] = [];
  await forgetRunsOnTime(
    {
      ...jobs,
      work: async (_, handle) => void (forget = () => handle({} as never)),
      schedule: async (name, cron) => void crons.push(`${name} ${cron}`),
    },
    world.state.db,
  );
  expect(crons).toEqual(['prompts.playground 17 * * * *']);
  await forget();
  expect(await db.selectFrom('ops_playground_runs').select('id').where('id', '=', id).execute()).toEqual([]);
  await jobs.stop();
});
