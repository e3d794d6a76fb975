import { expect, test } from 'vitest';
import type { Block, Warehouse } from '../../ports/warehouse.ts';
import { steppedClock } from '../../spine/clock.ts';
import { mergedSpan } from './merged-span.ts';
import { event, partsOf, sender, time } from './parts.fixture.ts';
import { SpanWriter } from './span-writer.ts';
import { spansOfTrace } from './trace-spans.ts';

/** What is handed to the store is the test; parts-merge.test.ts has it on the real one. */
function aWriter() {
  const clock = steppedClock(1_000);
  const blocks: Block[] = [];
  const told: number[] = [];
  let down = false;
  const warehouse = {
    async insertBlock(block: Block) {
      if (down) throw new Error('away');
      blocks.push(block);
    },
  } as Warehouse;
  const writer = new SpanWriter({ warehouse, clock, onInserted: ({ rows }) => told.push(rows) });
  return { writer, clock, blocks, told, fail: (now: boolean) => (down = now) };
}
const spansOf = (output: string, input: string | null = 'hi') => {
  const parts = partsOf([
    event(
      'generation-create',
      { id: 'o', traceId: 't', startTime: time(1), input, output },
      { id: 'e', timestamp: time(1) },
    ),
    event('span-create', { id: 'p', traceId: 't', startTime: time(2) }, { id: 'f', timestamp: time(2) }),
  ]);
  const owner = { workspaceId: 'wsp_1', teamId: 'tea_1', contentKey: sender.contentKey };
  return new Map([['t', spansOfTrace(parts[0]!.traceId, parts).spans.map((made) => mergedSpan(made, owner, 90))]]);
};

test('what was said goes first, and what did not change does not go again', async () => {
  const { writer, blocks, told } = aWriter();
  await writer.write(spansOf('a'), 7);
  expect(blocks.map(({ table, token }) => [table, token])).toEqual([
    ['content', 'merge-7:content'],
    ['message_refs', 'merge-7:refs'],
    ['spans', 'merge-7:spans'],
  ]);
  expect(blocks[2]!.constants).toEqual({ ingested_at: 'fromUnixTimestamp64Micro(7)' });
  await writer.write(spansOf('a'), 8);
  expect(blocks).toHaveLength(3);
  await writer.write(spansOf('b'), 9);
  expect(told).toEqual([2, 1]);
});

test('what failed to go goes again; after a minute everything does', async () => {
  const { writer, clock, told, fail } = aWriter();
  fail(true);
  await expect(writer.write(spansOf('a'), 7)).rejects.toThrow('away');
  fail(false);
  await writer.write(spansOf('a'), 8);
  clock.advance(59_000);
  await writer.write(spansOf('a'), 9);
  expect(told).toEqual([2]);
  expect(writer.wrote('t', spansOf('a').get('t')![0]!.row.span_id)).toBe(true);
  clock.advance(2_000);
  await writer.write(spansOf('a'), 10);
  expect(told).toEqual([2, 2]);
});
