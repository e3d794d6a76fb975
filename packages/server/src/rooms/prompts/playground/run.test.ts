import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { setPrice } from '../../monitoring/verbs/set-price.ts';
import { saveDraft } from '../verbs/save-draft.ts';
import { moveLabel } from '../verbs/move-label.ts';
import { saveVersion } from '../verbs/save-version.ts';
import { contentOf } from '../world.fixture.ts';
import { openPlaygroundWorld, type PlaygroundWorld } from './playground-world.fixture.ts';
import { cancelRun } from './verbs/cancel-run.ts';
import { giveToolResults } from './verbs/give-tool-results.ts';
import { getRun } from './views/get-run.ts';

let world: PlaygroundWorld;
beforeAll(async () => void (world = await openPlaygroundWorld()));
afterAll(async () => {
  expect(world.errors).toEqual([]);
  await world.close();
});
afterEach(() => {
  world.answer(({ said }) => ({ text: `You said: ${said}` }));
  world.asked.length = 0;
});
const literal = (body: unknown, more: object = {}) => ({ source: { content: contentOf(body, more) } });
const lane = (model = 'm-1', dialect: 'openai' | 'anthropic' = 'openai') => ({
  ...{ providerId: world.providers[dialect], model },
});

describe('lanes × rows', () => {
  test('a version, a label, a draft and a content of one’s own, in both dialects, each row with its variables', async () => {
    const id = await world.prompt('refund', 'One {{ name }}', 'Two {{ name }}');
    await moveLabel(world.ada, null, { id, label: 'staging', number: 1, reason: 'r' });
    await saveDraft(world.ada, { id, base: 2, content: contentOf('Draft {{ name }}') });
    const run = await world.start({
      name: 'compare',
      lanes: [
        { source: { promptId: 'refund', at: 'latest' }, ...lane() },
        { source: { promptId: id, at: 'staging' }, ...lane('m-2', 'anthropic'), stream: true },
        { source: { promptId: id, draft: true }, ...lane() },
        { ...literal('Own {{ name }}'), ...lane('m-3') },
      ],
      rows: [{ name: 'Ada' }, { name: 'Ben' }],
    });
    expect(run).toMatchObject({ state: 'running', name: 'compare', rows: [{ name: 'Ada' }, { name: 'Ben' }] });
    expect(run.lanes.map((one) => [one.promptName, one.number])).toEqual([
      ...[
        ['refund', 2],
        ['refund', 1],
        ['refund', null],
        [null, null],
      ],
    ]);
    const { at, run: end } = await world.until(run.id);
    expect(end).toMatchObject({ state: 'done', counts: { done: 8, waiting: 0, failed: 0 }, costUnknown: 8 });
    expect([0, 1, 2, 3].map((one) => at(one, 1).text)).toEqual([
      ...['You said: Two Ben', 'You said: One Ben', 'You said: Draft Ben', 'You said: Own Ben'],
    ]);
    expect(at(1, 0)).toMatchObject({
      finish: 'stop',
      attempts: 1,
      firstMs: expect.any(Number) as number,
      costUsd: null,
    });
    expect(at(0, 0)).toMatchObject({ firstMs: null, tokens: { input: expect.any(Number) as number } });
  });

  test('what a lane says goes before what its prompt says, and is what is saved as a version', async () => {
    const id = await world.prompt('terms', 'Terms {{ name }}');
    const own = { parameters: { temperature: 0.1 }, tools: [{ name: 'find' }], outputSchema: { type: 'object' } };
    const run = await world.start({
      lanes: [{ source: { promptId: id, at: '1' }, ...lane('m-9'), ...own, toolChoice: 'none' }],
      rows: [{ name: 'x' }],
    });
    const { content } = run.lanes[0]!;
    expect(content).toMatchObject({
      settings: { models: ['m-9'], parameters: own.parameters, tools: own.tools, toolChoice: 'none' },
      outputSchema: own.outputSchema,
    });
    const saved = await saveVersion(world.ada, { id, content, message: 'from the playground' });
    expect(saved).toMatchObject({ saved: true, version: { number: 2 } });
    await world.until(run.id);
  });

  test('a person’s message makes a text prompt the system’s', async () => {
    const messages = { ...literal('Be brief.'), ...lane(), userMessage: 'Where is {{ thing }}?' };
    const run = await world.start({ lanes: [messages], rows: [{ thing: 'my refund' }] });
    expect((await world.until(run.id)).at(0, 0).text).toBe('You said: Where is my refund?');
  });

  test('an answer is held against its schema', async () => {
    const outputSchema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
    world.answer(({ said }) => ({ text: said }));
    const rows = ['{"n":1}', '{"n":"one"}', 'none'].map((name) => ({ name }));
    const run = await world.start({ lanes: [{ ...literal('{{ name }}'), ...lane(), outputSchema }], rows });
    const { at } = await world.until(run.id);
    expect(at(0, 0)).toMatchObject({ object: { n: 1 }, schema: 'valid' });
    expect(at(0, 1)).toMatchObject({ object: { n: 'one' }, schema: 'invalid', schemaErrors: [{ path: 'n' }] });
    expect(at(0, 2)).toMatchObject({ object: null, schema: 'not_json' });
  });

  test('costs go by what the workspace says a model costs', async () => {
    await setPrice(world.ctx(), { model: 'priced-1', rates: { input: 2, output: 10 } });
    world.answer(() => ({ text: 'x', usage: { input: 1_000_000, output: 100_000 } }));
    const run = await world.start({ lanes: [{ ...literal('Hi'), ...lane('priced-1') }], rows: [{}, {}] });
    const { at, run: end } = await world.until(run.id);
    expect(at(0, 0).costUsd).toBe(3);
    expect(end).toMatchObject({ costUsd: 6, costUnknown: 0 });
  });

  test('what goes wrong is told in its cell, and the others go on', async () => {
    world.answer(({ said }) => (said.includes('Ben') ? { fault: 'server_error' } : { text: 'fine' }));
    const rows = [{ name: 'Ada' }, { name: 'Ben' }, { name: 7 }];
    const run = await world.start({ lanes: [{ ...literal('Hi {{ name }}'), ...lane() }], rows });
    const { at, run: end } = await world.until(run.id);
    expect(end).toMatchObject({ state: 'done', counts: { done: 1, failed: 2 } });
    expect(at(0, 1).error).toMatchObject({
      code: 'model.failed',
      message: expect.stringContaining('The server had an error') as string,
    });
    expect(at(0, 2).error).toMatchObject({
      ...{ code: 'prompts.variables_unfit', message: expect.stringContaining('variables.name') as string },
    });
    expect(world.asked).toHaveLength(2);
  });
});

describe('tools', () => {
  const tools = [{ name: 'find' }, { name: 'send' }];

  test('are never called: results come by hand, and the cell goes on from there', async () => {
    world.answer(({ toolResults }) =>
      toolResults.length > 0
        ? { text: `Found ${toolResults.join(' and ')}.` }
        : {
            toolCalls: [
              { name: 'find', arguments: { a: 1 } },
              { name: 'send', arguments: {} },
            ],
          },
    );
    for (const dialect of ['openai', 'anthropic'] as const) {
      const { id } = await world.start({
        lanes: [{ ...literal('Go'), ...lane('m-1', dialect), tools }],
        rows: [{}, {}],
      });
      const { at } = await world.until(id);
      const { toolCalls } = at(0, 1);
      expect(toolCalls.map((call) => call.name)).toEqual(['find', 'send']);
      const results = toolCalls.map((call) => ({ callId: call.id, content: `a ${call.name}` }));
      await giveToolResults(world.ada, world.playground, { id, lane: 0, row: 1, results });
      expect((await getRun(world.ada, id)).state).toBe('running');
      const after = await world.until(id);
      expect(after.at(0, 1)).toMatchObject({ state: 'done', text: 'Found a find and a send.', toolCalls: [] });
      expect(after.at(0, 1).turns.map((turn) => turn.role)).toEqual(['assistant', 'tool', 'tool']);
      expect(after.at(0, 0)).toMatchObject({ text: null, turns: [] });
    }
  });

  test('want a result for each call, and only for those', async () => {
    world.answer(() => ({ toolCalls: [{ name: 'find', arguments: {} }] }));
    const { id } = await world.start({ lanes: [{ ...literal('Go'), ...lane(), tools }] });
    const [call] = (await world.until(id)).at(0, 0).toolCalls;
    const give = (results: { callId: string; content: string }[], row = 0) =>
      giveToolResults(world.ada, world.playground, { id, lane: 0, row, results });
    const other = [{ callId: 'other', content: 'x' }];
    await expect(give(other)).rejects.toMatchObject({
      code: 'prompts.tool_results_unfit',
      fields: [{}, { path: 'other' }],
    });
    await expect(give(other, 5)).rejects.toMatchObject({ code: 'prompts.not_found' });
    expect((await getRun(world.ada, id)).state).toBe('done');
    world.answer(() => ({ text: 'done' }));
    const right = [{ callId: call!.id, content: 'x' }];
    const [first, second] = await Promise.allSettled([give(right), give(right)]);
    expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    await world.until(id);
    await expect(give(right)).rejects.toMatchObject({ code: 'prompts.tool_results_unfit' });
  });

  test('of several cells at once all go on, and the run is done when the last is', async () => {
    world.answer(({ toolResults }) =>
      toolResults.length > 0 ? { text: 'on', latencyMs: 30 } : { toolCalls: [{ name: 'find', arguments: {} }] },
    );
    const { id } = await world.start({ lanes: [{ ...literal('Go'), ...lane(), tools }], rows: [{}, {}, {}, {}] });
    const { items } = await world.until(id);
    await Promise.all(
      items.map(({ lane: at, row, toolCalls: [call] }) =>
        giveToolResults(world.ada, world.playground, {
          id,
          lane: at,
          row,
          results: [{ callId: call!.id, content: 'r' }],
        }),
      ),
    );
    const { run } = await world.until(id);
    expect(run).toMatchObject({ state: 'done', counts: { done: 4, cancelled: 0 } });
  });
});

describe('ending it', () => {
  test('cancels what has no answer yet, also calls under way, and keeps what is there', async () => {
    world.answer(({ said }) => (said.includes('quick') ? { text: 'quick' } : { text: 'late', latencyMs: 30_000 }));
    const rows = [{ name: 'quick' }, ...Array.from({ length: 9 }, () => ({ name: 'slow' }))];
    const { id } = await world.start({ lanes: [{ ...literal('{{ name }}'), ...lane() }], rows });
    await world.until(id, ({ run }) => run.counts.done === 1 && run.counts.running === 3);
    const began = performance.now();
    await cancelRun(world.ada, world.playground, { id });
    const { run, at, items } = await world.until(id);
    expect(run).toMatchObject({ state: 'cancelled', counts: { done: 1, cancelled: 9, running: 0, waiting: 0 } });
    expect(at(0, 0).text).toBe('quick');
    expect(new Set(items.map((one) => one.seq)).size).toBe(10);
    await cancelRun(world.ada, world.playground, { id });
    // The provider's places are free again at once.
    world.answer(() => ({ text: 'next' }));
    const next = await world.start({ lanes: [{ ...literal('Hi'), ...lane() }] });
    expect((await world.until(next.id)).at(0, 0).text).toBe('next');
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('a server that ends leaves its runs interrupted', async () => {
    world.answer(() => ({ text: 'late', latencyMs: 30_000 }));
    const own = world.open();
    const { id } = await world.start({ lanes: [{ ...literal('Hi'), ...lane() }], rows: [{}, {}] }, world.ada, own);
    await world.until(id, ({ run }) => run.counts.running === 2);
    await own.close();
    expect((await world.until(id)).run).toMatchObject({ state: 'interrupted', counts: { cancelled: 2 } });
  });
});

test('runs that one person begins at the same moment are counted, too', async () => {
  world.answer(() => ({ text: 'late', latencyMs: 30_000 }));
  const own = world.open();
  const wish = { lanes: [{ ...literal('Hi'), ...lane() }] };
  const begun = await Promise.allSettled(Array.from({ length: 8 }, () => world.start(wish, world.ada, own)));
  const refused = begun.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  await own.close();
  expect(refused).toHaveLength(5);
  for (const error of refused) expect(error).toMatchObject({ code: 'prompts.playground_busy' });
});

test('no provider is asked more than so often at once', async () => {
  let most = 0;
  let inside = 0;
  const own = world.open(
    { perProvider: 2 },
    {
      llm: {
        async complete() {
          most = Math.max(most, ++inside);
          await new Promise((done) => setTimeout(done, 5));
          inside--;
          const usage = { input: 1, output: 1, cacheRead: null, cacheWrite: null, reasoning: null };
          const said = { text: 'x', refusal: null, toolCalls: [], finish: 'stop', model: null, usage } as const;
          return { ...said, ms: 5, firstMs: null, attempts: 1 };
        },
      },
    },
  );
  const lanes = [lane(), lane('m-2'), lane('m-3')].map((one) => ({ ...literal('Hi'), ...one }));
  const { id } = await world.start({ lanes, rows: Array.from({ length: 10 }, () => ({})) }, world.ada, own);
  expect((await world.until(id)).run.counts.done).toBe(30);
  expect(most).toBe(2);
});
