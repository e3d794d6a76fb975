import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AssembledTrace, MinuteFigures } from './assembler-protocol.ts';
import { LiveMinutes } from './live-minutes.ts';

const figures = (bucket: number, spans: number, teamId = 'a'): MinuteFigures => ({
  ...{
    bucket,
    teamId,
    spans,
    runs: 1,
    invocations: 1,
    errors: 0,
    modelCalls: spans,
    inputTokens: spans * 10,
    outputTokens: 1,
    unknownCalls: 0,
    ...{ costKnown: 0, costNanoUsd: 0, costComputedNanoUsd: 0, uncostedCalls: 0 },
  },
});
const trace = (traceId: string, ...minutes: MinuteFigures[]): AssembledTrace => ({
  ...{ workspaceId: 'w', traceId, lastIngested: 0, firstBucket: 0, ended: true, provisional: false, minutes },
});
const all = [{ low: 0, high: 1e9 }];
const start = { closedThrough: 60, open: { w: [180] } };

describe('figures of open minutes', () => {
  test('a trace made anew replaces what it gave before, also where it moved to another minute', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(120, 3)), trace('u', figures(120, 1))], 60);
    live.note([trace('t', figures(240, 5))], 60);
    const told = live.tell('w', [120, 240], all, 'all');
    expect(told.rest).toEqual([]);
    expect(told.figures).toMatchObject({ spans: 6, runs: 2, inputTokens: 60 });
    expect(live.tell('w', [120, 240], [{ low: 120, high: 180 }], 'all').figures.spans).toBe(1);
  });

  test('a minute that was open before, or was rolled up, is left to be asked for', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(180, 1), figures(60, 1), figures(240, 1))], 60);
    expect(live.tell('w', [60, 180, 240], all, 'all')).toMatchObject({
      figures: { spans: 1 },
      rest: [
        { low: 60, high: 120 },
        { low: 180, high: 240 },
      ],
    });
    live.keepOnly({});
    live.note([trace('v', figures(240, 1))], 240);
    expect(live.tell('w', [240], all, 'all').rest).toEqual([{ low: 240, high: 300 }]);
  });

  test('another team and another workspace see nothing of it', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(120, 3, 'a'), figures(120, 4, 'b'))], 60);
    expect(live.tell('w', [120], all, ['b']).figures.spans).toBe(4);
    expect(live.tell('w', [120], all, []).figures.spans).toBe(0);
    expect(live.tell('x', [120], all, 'all')).toMatchObject({ figures: { spans: 0 }, rest: [{ low: 120, high: 180 }] });
  });

  test('after any history the sums are those of the last word of each trace', () => {
    const minutes = fc.uniqueArray(
      fc.record({ bucket: fc.constantFrom(120, 240, 300), spans: fc.integer({ min: 1, max: 9 }) }),
      { selector: ({ bucket }) => bucket },
    );
    const word = fc.record({ id: fc.constantFrom('t', 'u', 'v'), minutes });
    fc.assert(
      fc.property(fc.array(word), fc.subarray([120, 240, 300]), (words, open) => {
        const live = new LiveMinutes(start);
        const last = new Map<string, number[][]>();
        for (const { id, minutes: given } of words) {
          live.note([trace(id, ...given.map(({ bucket, spans }) => figures(bucket, spans)))], 60);
          last.set(
            id,
            given.map(({ bucket, spans }) => [bucket, spans]),
          );
        }
        live.keepOnly({ w: [120, 240, 300] });
        const wanted = [...last.values()]
          .flat()
          .reduce((sum, [bucket, spans]) => sum + (open.includes(bucket!) ? spans! : 0), 0);
        expect(live.tell('w', open, all, 'all').figures.spans).toBe(wanted);
      }),
    );
  });
});
