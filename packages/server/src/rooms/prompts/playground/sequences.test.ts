import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../../spine/errors.ts';
import type { PlaygroundCells } from '../contract-playground.ts';
import { contentOf } from '../world.fixture.ts';
import { openPlaygroundWorld, type PlaygroundWorld } from './playground-world.fixture.ts';
import { cancelRun } from './verbs/cancel-run.ts';
import { giveToolResults } from './verbs/give-tool-results.ts';
import { listCells } from './views/get-run.ts';

let world: PlaygroundWorld;
beforeAll(async () => void (world = await openPlaygroundWorld()));
afterAll(async () => {
  expect(world.errors).toEqual([]);
  await world.close();
});

type Step = { do: 'cancel' } | { do: 'give'; row: number; callId: string } | { do: 'look' };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ do: 'cancel' } as const) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('give' as const), row: fc.nat(5), callId: fc.constantFrom('c', 'x') }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'look' } as const) },
);
const expected = ['prompts.tool_results_unfit', 'prompts.not_found'];

/** Asks a moment later, by turns with a call, an answer or an error. */
function unsteady() {
  let asked = 0;
  return world.open(
    { perProvider: 1 },
    {
      llm: {
        async complete() {
          const turn = ++asked % 3;
          await new Promise((done) => setTimeout(done, turn * 5));
          if (turn === 0) throw new AppError('model.overloaded', { params: { status: 529, said: 'busy' } });
          const usage = { input: 1, output: 1, cacheRead: null, cacheWrite: null, reasoning: null };
          const calls = turn === 1 ? [{ id: 'c', name: 'find', arguments: '{}' }] : [];
          const said = {
            text: `answer ${asked}`,
            refusal: null,
            toolCalls: calls,
            finish: 'stop',
            model: null,
            usage,
          } as const;
          return { ...said, ms: 1, firstMs: null, attempts: 1 };
        },
      },
    },
  );
}

function holds({ items, run }: PlaygroundCells, rows: number): void {
  expect(Object.values(run.counts).reduce((sum, one) => sum + one)).toBe(rows);
  expect(new Set(items.map((one) => one.seq)).size).toBe(items.length);
  if (run.state !== 'running') expect([run.counts.waiting, run.counts.running]).toEqual([0, 0]);
  for (const cell of items) {
    expect(cell.error === null).toBe(cell.state !== 'failed');
    if (cell.state !== 'done') expect(cell.text).toBeNull();
    expect(cell.turns.length % 2).toBe(0);
  }
}

test('whatever is done while answers come: each cell is told once a change, sums are right, and an end is an end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 12 }), async (rows, steps) => {
      const playground = unsteady();
      const lane = { source: { content: contentOf('Hi') }, providerId: world.providers.openai, model: 'm-1' };
      const wish = { lanes: [lane], rows: Array.from({ length: rows }, () => ({})) };
      const { id } = await world.start(wish, world.ada, playground);
      let after = 0;
      const told = new Map<number, PlaygroundCells['items'][number]>();
      const look = async (): Promise<void> => {
        const page = await listCells(world.ada, { id, after, limit: 2 });
        for (const cell of page.items) {
          expect(cell.seq).toBeGreaterThan(after);
          told.set(cell.row, cell);
        }
        after = page.after;
      };
      for (const one of steps) {
        if (one.do === 'cancel') await cancelRun(world.ada, playground, { id });
        else if (one.do === 'look') await look();
        else {
          const results = [{ callId: one.callId, content: 'r' }];
          const given = giveToolResults(world.ada, playground, { id, lane: 0, row: one.row, results });
          const failed = await given.then(
            () => null,
            (error: unknown) => error,
          );
          if (failed !== null) expect(expected).toContain((failed as AppError).code);
        }
        holds(await world.cellsOf(id), rows);
      }
      const end = await world.until(id);
      holds(end, rows);
      for (let before = -1; before !== after;) {
        before = after;
        await look();
      }
      // Who followed page by page knows what who asks for all at once knows.
      expect([...told.values()].toSorted((a, b) => a.seq - b.seq)).toEqual(end.items);
      await playground.close();
      expect((await world.cellsOf(id)).run.state).toBe(end.run.state);
    }),
    { numRuns: 25 },
  );
});
