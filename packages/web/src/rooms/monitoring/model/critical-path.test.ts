import fc from 'fast-check';
import type { Step } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { criticalPath, pathShares, type Segment } from './critical-path.ts';
import { aStep } from './monitoring.fixture.ts';
import { stepTree, type StepNode } from './step-tree.ts';

type Line = [id: string, parent: string | null, from: number, to: number | null];
const made = (lines: readonly Line[]): Step[] =>
  lines.map(([spanId, parentSpanId, offsetMs, to]) =>
    aStep({ spanId, parentSpanId, offsetMs, durationMs: to === null ? null : to - offsetMs }),
  );
const pathOf = (steps: readonly Step[], nowMs: number | null = null): Segment[] =>
  criticalPath(stepTree(steps, 'top'), { topSpanId: 'top', nowMs });
/** As "id from-to". */
const path = (lines: readonly Line[], nowMs: number | null = null): string[] =>
  pathOf(made(lines), nowMs).map(({ id, fromMs, toMs }) => `${id} ${fromMs}-${toMs}`);

test('one after another: each step in its time, the gaps are the top step’s own', () => {
  expect(
    path([
      ['top', null, 0, 100],
      ['a', 'top', 10, 40],
      ['b', 'top', 50, 90],
    ]),
  ).toEqual(['top 0-10', 'a 10-40', 'top 40-50', 'b 50-90', 'top 90-100']);
});

test('beside each other: the one that finished last blocks, the others do not', () => {
  expect(
    path([
      ['top', null, 0, 100],
      ['a', 'top', 10, 60],
      ['b', 'top', 10, 90],
      ['c', 'top', 20, 70],
    ]),
  ).toEqual(['top 0-10', 'b 10-90', 'top 90-100']);
});

test('before the blocking one began, the last to finish by then; what overlaps it is passed over', () => {
  expect(
    path([
      ['top', null, 0, 100],
      ['early', 'top', 0, 30],
      ['across', 'top', 20, 60],
      ['late', 'top', 50, 100],
    ]),
  ).toEqual(['early 0-30', 'top 30-50', 'late 50-100']);
});

test('it goes down: the last of the last, at any depth', () => {
  expect(
    path([
      ['top', null, 0, 100],
      ['turn', 'top', 10, 80],
      ['call', 'turn', 20, 70],
      ['http', 'call', 25, 65],
      ['other', 'turn', 12, 18],
    ]),
  ).toEqual([
    'top 0-10',
    'turn 10-12',
    'other 12-18',
    'turn 18-20',
    'call 20-25',
    'http 25-65',
    'call 65-70',
    'turn 70-80',
    'top 80-100',
  ]);
});

test('steps that touch follow each other; of two that end together the longer one blocks', () => {
  expect(
    path([
      ['top', null, 0, 60],
      ['a', 'top', 0, 20],
      ['b', 'top', 20, 60],
      ['short', 'top', 50, 60],
    ]),
  ).toEqual(['a 0-20', 'b 20-60']);
});

test('what a clock puts outside the step above is cut to it, or left out', () => {
  expect(
    path([
      ['top', null, 0, 50],
      ['before', 'top', -20, 10],
      ['beyond', 'top', 30, 90],
      ['elsewhere', 'top', 200, 300],
      ['under', 'beyond', 40, 95],
    ]),
  ).toEqual(['before 0-10', 'top 10-30', 'beyond 30-40', 'under 40-50']);
});

test('a step that outlives the one above it blocks only while that lasts', () => {
  expect(
    path([
      ['top', null, 0, 100],
      ['asks', 'top', 0, 20],
      ['goes on', 'asks', 10, 90],
    ]),
  ).toEqual(['asks 0-10', 'goes on 10-20', 'top 20-100']);
});

test('a step without an end reaches as far as what is known below it', () => {
  const lines: Line[] = [
    ['top', null, 0, 100],
    ['open', 'top', 20, null],
    ['inner', 'open', 30, 60],
    ['lost', 'top', 80, null],
  ];
  expect(path(lines)).toEqual(['top 0-20', 'open 20-30', 'inner 30-60', 'top 60-100']);
});

test('while it goes on, open steps reach to now', () => {
  const lines: Line[] = [
    ['top', null, 0, null],
    ['done', 'top', 0, 30],
    ['open', 'top', 40, null],
  ];
  expect(path(lines, 70)).toEqual(['done 0-30', 'top 30-40', 'open 40-70']);
  // Nothing is known after it ended: it ends with what is known.
  expect(path(lines)).toEqual(['done 0-30', 'top 30-40']);
});

test('a step whose parent did not arrive, and a loop of parents, count as begun by the top step', () => {
  expect(
    path([
      ['top', null, 0, 100],
      ['orphan', 'gone', 10, 40],
      ['x', 'y', 50, 90],
      ['y', 'x', 60, 80],
    ]),
  ).toEqual(['top 0-10', 'orphan 10-40', 'top 40-50', 'x 50-60', 'y 60-80', 'x 80-90', 'top 90-100']);
});

test('without the top step only time in which a step is known is covered', () => {
  expect(
    path([
      ['a', 'top', 10, 40],
      ['b', 'top', 60, 90],
    ]),
  ).toEqual(['a 10-40', 'b 60-90']);
  expect(path([])).toEqual([]);
});

// Quadratic in any of its steps it takes minutes: then its time is up.
test('thirty thousand steps, and as many in one chain, stay quick and exact', () => {
  const n = 30_000;
  const flat = made([['top', null, 0, n], ...Array.from({ length: n }, (_, i): Line => [`s${i}`, 'top', i, i + 1])]);
  const segments = pathOf(flat);
  expect(segments).toHaveLength(n);
  expect(segments.every(({ id, fromMs, toMs }, i) => id === `s${i}` && fromMs === i && toMs === i + 1)).toBe(true);
  const deep = made(
    Array.from({ length: n }, (_, i): Line => [i === 0 ? 'top' : `d${i}`, i === 1 ? 'top' : `d${i - 1}`, i, 2 * n - i]),
  );
  const down = pathOf(deep);
  expect([down.length, down[0]!.id, down.at(-1)!.id]).toEqual([2 * n - 1, 'top', 'top']);
}, 20_000);

test('shares are summed by kind, longest first', () => {
  const kinds = { a: 'llm', b: 'tool', c: 'llm' } as const;
  const segments = [
    { id: 'a', fromMs: 0, toMs: 10 },
    { id: 'b', fromMs: 10, toMs: 25 },
    { id: 'c', fromMs: 25, toMs: 45 },
  ];
  expect(pathShares(segments, (id) => kinds[id as 'a'])).toEqual([
    { kind: 'llm', ms: 30 },
    { kind: 'tool', ms: 15 },
  ]);
});

/** Any steps whatever: parents that are absent, own, or in rings; clocks that disagree; no end. */
const anySteps = fc
  .array(
    fc.record({
      parent: fc.oneof(fc.integer({ min: 0, max: 14 }), fc.constant(null)),
      from: fc.integer({ min: -40, max: 140 }),
      length: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 0, max: 120 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
    }),
    { maxLength: 14 },
  )
  .map((rest) => [
    ...made([['top', null, 0, 100]]),
    ...rest.map(({ parent, from, length }, i) =>
      aStep({
        spanId: `s${i}`,
        parentSpanId: parent === null ? 'top' : `s${parent}`,
        offsetMs: from,
        durationMs: length,
      }),
    ),
  ]);

test('whatever the steps: in order, no overlap, inside the run and their step, and the sum is the run’s time', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const segments = pathOf(steps);
      const byId = new Map(steps.map((s) => [s.spanId, s]));
      let at = 0;
      for (const { id, fromMs, toMs } of segments) {
        expect(fromMs).toBe(at);
        expect(toMs).toBeGreaterThan(fromMs);
        const step = byId.get(id)!;
        expect(fromMs).toBeGreaterThanOrEqual(step.offsetMs);
        if (step.durationMs !== null) expect(toMs).toBeLessThanOrEqual(step.offsetMs + step.durationMs);
        at = toMs;
      }
      expect(at).toBe(100);
    }),
    { numRuns: 300 },
  );
});

test('the same as the rule written plainly, by recursion', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const ended = steps.map((s) => ({ ...s, durationMs: s.durationMs ?? 0 }));
      expect(pathOf(ended)).toEqual(plainly(stepTree(ended, 'top')));
    }),
    { numRuns: 300 },
  );
});

/** As CRISP states it: path(step) = path(last finishing child), then those that finished before it began. */
function plainly(tops: readonly StepNode[]): Segment[] {
  type Cut = { id: string; from: number; to: number; children: StepNode[] };
  const cutTo = (above: Cut): Cut[] =>
    above.children
      .filter((n) => n.step !== null)
      .map((n) => ({
        id: n.id,
        children: n.children,
        from: Math.max(above.from, n.step!.offsetMs),
        to: Math.min(above.to, n.step!.offsetMs + n.step!.durationMs!),
      }))
      .filter((c) => c.to > c.from);
  const walk = (step: Cut): Segment[] => {
    const back: Segment[] = [];
    let until = step.to;
    for (;;) {
      const before = cutTo(step).filter((c) => c.to <= until);
      const [last] = before.sort((a, b) => b.to - a.to || a.from - b.from || (a.id < b.id ? -1 : 1));
      if (last === undefined) break;
      if (until > last.to) back.unshift({ id: step.id, fromMs: last.to, toMs: until });
      back.unshift(...walk(last));
      until = last.from;
    }
    if (until > step.from) back.unshift({ id: step.id, fromMs: step.from, toMs: until });
    return back;
  };
  const [top, ...beside] = tops;
  const children = [...top!.children, ...beside.flatMap((n) => (n.step === null ? n.children : [n]))];
  return walk({ id: 'top', from: 0, to: 100, children });
}
