import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { giveUpAfterMs, settleAfterMs, stateOf } from './assembler.ts';
import { type Moving, readMoving, Settling, settleRuns } from './settling.ts';

const hex = (n: number): string => n.toString(16).padStart(32, '0');
/** Received at this millisecond. */
const moving = (traceId: string, atMs: number, over: Partial<Moving> = {}): Moving => ({
  ...{ workspaceId: 'w', traceId, lastIngested: atMs * 1000, firstBucket: 60, ended: true, provisional: false },
  ...over,
});
const ids = (traces: readonly Moving[]): string[] => traces.map(({ traceId }) => traceId);

describe('when a trace has been quiet long enough', () => {
  test('one that ended waits for stragglers, one that did not for its top, to the millisecond', () => {
    const settling = new Settling();
    settling.note([moving('ended', 1_000), moving('open', 1_000, { ended: false })]);
    expect(settling.due(1_000 + settleAfterMs - 1, 10)).toEqual([]);
    expect(ids(settling.due(1_000 + settleAfterMs, 10))).toEqual(['ended']);
    expect(settling.due(1_000 + giveUpAfterMs - 1, 10)).toEqual([]);
    expect(ids(settling.due(1_000 + giveUpAfterMs, 10))).toEqual(['open']);
  });

  test('is the same moment at which the assembly would call it so', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: -50, max: 50 }), (ended, off) => {
        const now = 5_000 + (ended ? settleAfterMs : giveUpAfterMs) + off;
        const settling = new Settling();
        settling.note([moving('t', 5_000, { ended })]);
        const state = stateOf({ progress: ended ? 'ended' : 'open', lastIngested: 5_000_000 }, now);
        expect(settling.due(now, 1).length > 0).toBe(state !== 'running');
      }),
    );
  });

  test('a new span puts it off; one that opens a trace again waits for its top', () => {
    const settling = new Settling();
    settling.note([moving('t', 0), moving('u', 0)]);
    settling.note([moving('t', 20_000), moving('u', 0, { ended: false })]);
    expect(settling.due(settleAfterMs, 10)).toEqual([]);
    expect(ids(settling.due(20_000 + settleAfterMs, 10))).toEqual(['t']);
  });

  test('each is given out once, at most so many at a time, and none is lost', () => {
    const settling = new Settling();
    settling.note([1, 2, 3, 4, 5].map((n) => moving(hex(n), 0)));
    const given = [settling.due(settleAfterMs, 2), settling.due(settleAfterMs, 2), settling.due(settleAfterMs, 2)];
    expect(given.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(new Set(given.flatMap(ids)).size).toBe(5);
    expect(settling.due(settleAfterMs * 99, 2)).toEqual([]);
  });

  test('one id in two workspaces is two traces', () => {
    const settling = new Settling();
    settling.note([moving('t', 0), moving('t', 9_000, { workspaceId: 'x' })]);
    expect(settling.due(settleAfterMs, 9).map(({ workspaceId }) => workspaceId)).toEqual(['w']);
    expect(settling.due(9_000 + settleAfterMs, 9).map(({ workspaceId }) => workspaceId)).toEqual(['x']);
  });

  test('what failed is tried again, unless a span came meanwhile: that one counts', () => {
    const settling = new Settling();
    settling.note([moving('t', 0), moving('u', 0)]);
    const failed = settling.due(settleAfterMs, 9);
    settling.note([moving('u', 25_000)]);
    settling.again(failed);
    expect(ids(settling.due(settleAfterMs, 9))).toEqual(['t']);
    expect(settling.due(25_000 + settleAfterMs, 9)).toMatchObject([{ traceId: 'u', lastIngested: 25_000_000 }]);
  });

  test('a trace handed over keeps no figures alive', () => {
    const settling = new Settling();
    settling.note([{ ...moving('t', 0), minutes: [{}], stoodIn: [60] } as never]);
    expect(settling.due(settleAfterMs, 1)[0]).not.toHaveProperty('minutes');
  });
});

type Sent = { sql: string; params: Record<string, unknown>; token: unknown };
function listening(): { sent: Sent[]; warehouse: Warehouse } {
  const sent: Sent[] = [];
  const command = async (sql: string, params: Sent['params'], options: { settings: Record<string, unknown> }) =>
    void sent.push({ sql, params, token: options.settings['insert_deduplication_token'] });
  return { sent, warehouse: { command } as unknown as Warehouse };
}

describe('settling runs', () => {
  test('is one statement a workspace, from the first minute of its own traces', async () => {
    const { sent, warehouse } = listening();
    const own = [moving(hex(1), 0, { firstBucket: 600 }), moving(hex(2), 0, { firstBucket: 120 })];
    await settleRuns(warehouse, [...own, moving(hex(3), 0, { workspaceId: 'x', firstBucket: 60 })], 7);
    expect(sent.map(({ params }) => params)).toEqual([
      { workspace: 'w', from: 120, version: 7 },
      { workspace: 'x', from: 60, version: 7 },
    ]);
    expect(sent[0]!.sql).toContain(`IN ('${hex(1)}','${hex(2)}')`);
    expect(sent[0]!.sql).not.toContain(hex(3));
  });

  test('two workspaces that were sent the same trace are both written: the second is no repetition', async () => {
    const { sent, warehouse } = listening();
    await settleRuns(warehouse, [moving(hex(1), 0), moving(hex(1), 0, { workspaceId: 'x' })], 7);
    expect(new Set(sent.map(({ token }) => token)).size).toBe(2);
  });

  test('the same once more is a repetition, a later version is not', async () => {
    const { sent, warehouse } = listening();
    for (const version of [7, 7, 8]) await settleRuns(warehouse, [moving(hex(1), 0)], version);
    expect(sent[0]!.token).toBe(sent[1]!.token);
    expect(sent[2]!.token).not.toBe(sent[1]!.token);
  });

  test('thousands go in several statements, each with a token of its own and each trace once', async () => {
    const { sent, warehouse } = listening();
    await settleRuns(
      warehouse,
      Array.from({ length: 9_001 }, (_, n) => moving(hex(n), 0)),
      7,
    );
    expect(sent.map(({ sql }) => sql.length < 200_000)).toEqual([true, true, true]);
    expect(new Set(sent.map(({ token }) => token)).size).toBe(3);
    expect(sent.flatMap(({ sql }) => sql.match(/'[0-9a-f]{32}'/g)!)).toHaveLength(9_001);
  });

  test('of nothing asks nothing; an id that is none is never sent', async () => {
    const { sent, warehouse } = listening();
    await settleRuns(warehouse, [], 7);
    await expect(settleRuns(warehouse, [moving("x') OR 1=1 --", 0)], 7)).rejects.toThrow('Not a trace id');
    expect(sent).toEqual([]);
  });
});

test('traces of an earlier process come back as they were: numbers as numbers, flags as flags', async () => {
  const row = { w: 'w', t: hex(1), last: '1795325040123456', first: 1_795_325_040, ended: 1, orphan: 0 };
  const warehouse = { query: async () => [row] } as unknown as Warehouse;
  expect(await readMoving(warehouse)).toEqual([
    moving(hex(1), 0, { lastIngested: 1_795_325_040_123_456, firstBucket: 1_795_325_040 }),
  ]);
});
