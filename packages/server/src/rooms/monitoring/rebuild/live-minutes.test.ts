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
  stoodIn: [],
});
/** One that was made before, as the assembly tells of it. */
const again = (traceId: string, ...minutes: MinuteFigures[]): AssembledTrace => ({
  ...trace(traceId, ...minutes),
  stoodIn: minutes.map(({ bucket }) => bucket),
});
const all = [{ low: 0, high: 1e9 }];
const start = { closedThrough: 60, open: { w: [180] } };
const at = { closedThrough: 60, now: 300_000 };
const later = (ms: number) => ({ ...at, now: at.now + ms });

describe('figures of minutes', () => {
  test('a trace made anew replaces what it gave before, also where it moved to another minute', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(120, 3)), trace('u', figures(120, 1))], at);
    live.note([again('t', figures(240, 5))], at);
    const told = live.tell('w', [120, 240], all, 'all');
    expect(told.rest).toEqual([]);
    expect(told.figures).toMatchObject({ spans: 6, runs: 2, inputTokens: 60 });
    expect(live.tell('w', [120, 240], [{ low: 120, high: 180 }], 'all').figures.spans).toBe(1);
  });

  test('a minute that was open or had closed before is left to be asked for', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(180, 1), figures(60, 1), figures(240, 1))], at);
    expect(live.tell('w', [60, 180, 240], all, 'all')).toMatchObject({
      figures: { spans: 1 },
      rest: [
        { low: 60, high: 120 },
        { low: 180, high: 240 },
      ],
    });
    live.note([trace('v', figures(300, 1))], { ...at, closedThrough: 300 });
    expect(live.tell('w', [300], all, 'all').rest).toEqual([{ low: 300, high: 360 }]);
  });

  test('a minute that closed is whole again when a late span opens it', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(120, 3)), trace('u', figures(120, 4))], at);
    live.note([trace('late', figures(120, 1))], { closedThrough: 120, now: at.now + 600_000 });
    expect(live.tell('w', [120], all, 'all')).toMatchObject({ figures: { spans: 8 }, rest: [] });
  });

  test('a trace that ended is forgotten after a while; when it comes back, its minutes are asked for', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(120, 3)), trace('u', figures(240, 4))], at);
    live.note([again('t', figures(120, 4))], later(15_000));
    expect(live.tell('w', [120], all, 'all').figures.spans).toBe(4);
    for (const ms of [40_000, 80_000]) live.note([], later(ms));
    live.note([again('t', figures(120, 5))], later(81_000));
    expect(live.tell('w', [120, 240], all, 'all')).toMatchObject({
      figures: { spans: 4 },
      rest: [{ low: 120, high: 180 }],
    });
    live.note([trace('new', figures(120, 1))], later(82_000));
    expect(live.tell('w', [120], all, 'all').rest).toEqual([{ low: 120, high: 180 }]);
  });

  test('one that has not ended is remembered for as long as it takes', () => {
    const live = new LiveMinutes(start);
    live.note([{ ...trace('t', figures(120, 3)), ended: false }], at);
    for (let ms = 20_000; ms < 600_000; ms += 20_000) live.note([], later(ms));
    live.note([again('t', figures(120, 3), figures(600, 2))], later(600_000));
    expect(live.tell('w', [120, 600], all, 'all')).toMatchObject({ figures: { spans: 5 }, rest: [] });
  });

  test('minutes are forgotten after hours, never one that is not closed', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(120, 1), figures(240, 1))], at);
    live.note([], { closedThrough: 180, now: at.now + 4 * 3_600_000 });
    expect(live.tell('w', [120, 240], all, 'all')).toMatchObject({
      figures: { spans: 1 },
      rest: [{ low: 120, high: 180 }],
    });
  });

  test('another team and another workspace see nothing of it', () => {
    const live = new LiveMinutes(start);
    live.note([trace('t', figures(120, 3, 'a'), figures(120, 4, 'b'))], at);
    expect(live.tell('w', [120], all, ['b']).figures.spans).toBe(4);
    expect(live.tell('w', [120], all, []).figures.spans).toBe(0);
    expect(live.tell('x', [120], all, 'all')).toMatchObject({ figures: { spans: 0 }, rest: [{ low: 120, high: 180 }] });
  });

  test('after any history, what is told is the last word of each trace, and the rest is asked for', () => {
    const minutes = fc.uniqueArray(
      fc.record({ bucket: fc.constantFrom(120, 240, 300), spans: fc.integer({ min: 1, max: 9 }) }),
      { selector: ({ bucket }) => bucket },
    );
    const word = fc.record({
      ...{ id: fc.constantFrom('t', 'u', 'v'), minutes, ended: fc.boolean(), waitMs: fc.constantFrom(0, 25_000) },
    });
    fc.assert(
      fc.property(fc.array(word), fc.subarray([120, 240, 300]), (words, open) => {
        const live = new LiveMinutes(start);
        const last = new Map<string, Map<number, number>>();
        let now = at.now;
        for (const { id, minutes: given, ended, waitMs } of words) {
          now += waitMs;
          const before = last.get(id);
          const stoodIn = before === undefined ? [] : [...before.keys(), ...given.map(({ bucket }) => bucket)];
          const said = trace(id, ...given.map(({ bucket, spans }) => figures(bucket, spans)));
          live.note([{ ...said, ended, stoodIn }], { closedThrough: 60, now });
          // A bucket once had stays among a trace's rows.
          const gone = [...(before?.keys() ?? [])].map((bucket) => [bucket, 0] as const);
          last.set(id, new Map([...gone, ...given.map(({ bucket, spans }) => [bucket, spans] as const)]));
        }
        const told = live.tell('w', open, all, 'all');
        const asked = told.rest.map(({ low }) => low);
        const wanted = open
          .filter((bucket) => !asked.includes(bucket))
          .reduce((sum, bucket) => sum + [...last.values()].reduce((n, one) => n + (one.get(bucket) ?? 0), 0), 0);
        expect(told.figures.spans).toBe(wanted);
      }),
    );
  });
});
