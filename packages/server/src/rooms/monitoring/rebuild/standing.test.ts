import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { Handled } from '../../../spine/handled-inserts.ts';
import { findSlice, findTooLarge, hexList, listsOf, readStanding, sliceOf } from './standing.ts';

const none = new Handled({ after: 0, near: [] });
const inserts = (...rows: number[]) => rows.map((n, at) => ({ at: at + 1, rows: n }));
const hex = (n: number): string => n.toString(16).padStart(32, '0');

describe('the next slice', () => {
  test.each([
    ['nothing', [], 10, null],
    ['one, however large', [99], 10, [1]],
    ['as many as fit, to the row', [4, 6, 1], 10, [1, 2]],
    ['none beyond the first that does not fit: order is kept', [4, 7, 1], 10, [1]],
  ])('%s', (_, rows, most, wanted) =>
    expect(sliceOf(inserts(...rows), none, most)?.inserts.map(({ at }) => at) ?? null).toEqual(wanted),
  );

  test('passes over what is handled; rows that joined an insert since make it new', () => {
    const handled = new Handled({
      after: 2,
      near: [
        [1, 5],
        [2, 5],
      ],
    });
    expect(sliceOf(inserts(5, 5), handled, 99)).toBeNull();
    expect(sliceOf(inserts(5, 6, 1), handled, 99)).toEqual({
      inserts: [
        { at: 2, rows: 6 },
        { at: 3, rows: 1 },
      ],
      rows: 7,
    });
  });

  test('by slices everything is handled once, in order, whatever the sizes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 40 }), (rows, most) => {
        const handled = new Handled({ after: 0, near: [] });
        const all = inserts(...rows).map(({ at, rows: n }) => ({ at: at + 1e9, rows: n }));
        const seen: number[] = [];
        for (let slice = sliceOf(all, handled, most); slice !== null; slice = sliceOf(all, handled, most)) {
          expect(slice.rows <= most || slice.inserts.length === 1).toBe(true);
          seen.push(...slice.inserts.map(({ at }) => at));
          handled.add(slice.inserts);
        }
        expect(seen).toEqual(all.map(({ at }) => at));
      }),
    );
  });

  test('is asked for behind the watermark, with room for all that is known by name', async () => {
    const asked: unknown[] = [];
    const query = async (_: string, params: unknown) => {
      asked.push(params);
      return [{ at: '1795325040123456', rows: '3' }];
    };
    const handled = new Handled({
      after: 200_000_000,
      near: [
        [150_000_000, 1],
        [200_000_000, 1],
      ],
    });
    const slice = await findSlice({ query } as unknown as Warehouse, handled, 10);
    expect(slice).toEqual({ inserts: [{ at: 1_795_325_040_123_456, rows: 3 }], rows: 3 });
    expect(asked).toEqual([{ low: 80_000_000, limit: 202 }]);
  });
});

describe('lists of traces', () => {
  test('hold each trace once with its workspace, in pieces that an engine can parse', () => {
    const trace = fc.record({ workspaceId: fc.constantFrom('a', 'b'), traceId: fc.integer().map(String) });
    fc.assert(
      fc.property(fc.array(trace), (traces) => {
        const lists = [...listsOf(traces)];
        for (const [workspace, own] of lists) expect(own.every((one) => one.workspaceId === workspace)).toBe(true);
        expect(new Set(lists.flatMap(([, own]) => own))).toEqual(new Set(traces));
        expect(lists.reduce((sum, [, own]) => sum + own.length, 0)).toBe(traces.length);
      }),
    );
    const many = Array.from({ length: 4_001 }, (_, n) => ({ workspaceId: 'w', traceId: hex(n) }));
    expect([...listsOf(many)].map(([, own]) => own.length)).toEqual([4_000, 1]);
  });

  test.each(['', 'a'.repeat(31), 'A'.repeat(32), `${'a'.repeat(32)}\n`, `${'a'.repeat(31)}'`, "' OR 1=1"])(
    'let nothing near a statement that is no trace id: %j',
    (id) => expect(() => hexList([hex(1), id])).toThrow('Not a trace id'),
  );

  test('are quoted, with commas between', () => expect(hexList([hex(1), hex(2)])).toBe(`'${hex(1)}','${hex(2)}'`));
});

describe('what stands', () => {
  const answering = (...answers: unknown[][]) => {
    const asked: [string, unknown][] = [];
    const query = async (sql: string, params: unknown) => {
      asked.push([sql, params]);
      return answers.shift() ?? [];
    };
    return { asked, warehouse: { query } as unknown as Warehouse };
  };

  test('of traces never assembled is nothing, and their invocations are not asked for', async () => {
    const { asked, warehouse } = answering([]);
    expect(await readStanding(warehouse, 'w', [hex(1)])).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test('is told by trace; one whose agents are all gone has none', async () => {
    const run = (n: number) => ({ trace_id: hex(n), first: 60, keys: [[120, `r${n}`]], spans: '7' });
    const { asked, warehouse } = answering([run(1), run(2)], [{ trace_id: hex(2), keys: [[120, 's']] }]);
    expect(await readStanding(warehouse, 'w', [hex(1), hex(2), hex(3)])).toEqual([
      {
        workspaceId: 'w',
        traceId: hex(1),
        firstBucket: 60,
        spans: 7,
        runs: [{ bucket: 120, runId: 'r1' }],
        invocations: [],
      },
      {
        ...{ workspaceId: 'w', traceId: hex(2), firstBucket: 60, spans: 7, runs: [{ bucket: 120, runId: 'r2' }] },
        invocations: [{ bucket: 120, spanId: 's' }],
      },
    ]);
    expect(asked.map(([, params]) => params)).toEqual([{ workspace: 'w' }, { workspace: 'w' }]);
    expect(asked[1]![0]).not.toContain(hex(3));
  });

  test('too large is told by its own bounds, of one workspace', async () => {
    const { asked, warehouse } = answering([{ trace_id: hex(9) }]);
    expect(await findTooLarge(warehouse, 'w', [hex(8), hex(9)], { rows: 5, bytes: 6 })).toEqual([hex(9)]);
    expect(asked[0]![1]).toEqual({ workspace: 'w', rows: 5, bytes: 6 });
  });
});
